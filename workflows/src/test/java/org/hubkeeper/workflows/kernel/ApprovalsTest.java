package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.workflows.kernel.Approvals.Kind.COST;
import static org.hubkeeper.workflows.kernel.Approvals.Kind.DESTRUCTIVE;
import static org.hubkeeper.workflows.kernel.Approvals.Kind.PRODUCTION;

import java.util.List;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From the rules of a fleet file to who may approve one question. */
class ApprovalsTest {

  private static final List<Person> TEAM =
      List.of(
          new Person("alex", List.of("operator")), new Person("sam", List.of("operator", "owner")));

  @Test
  void withoutARuleOnePersonAnybodyApproves() {
    Policy policy = policy(List.of(DESTRUCTIVE));

    assertThat(policy).isEqualTo(new Policy(List.of(), 1, false, List.of(), false, TEAM));
    assertThat(refusal(policy, "stranger", "any")).isNull();
  }

  @Test
  void aRuleIsForItsRunbookAndItsKindsOfChangeOnly() {
    Rule other = new Rule("upgrade", List.of(), List.of(), 3, false, List.of(), false);
    Rule cost = new Rule("*", List.of(COST), List.of(), 4, false, List.of(), false);
    Rule all = new Rule("*", List.of(), List.of(), 2, false, List.of(), false);

    assertThat(policy(List.of(DESTRUCTIVE), other, cost).people()).isEqualTo(1);
    assertThat(policy(List.of(DESTRUCTIVE), other, cost, all).people()).isEqualTo(2);
    assertThat(policy(List.of(DESTRUCTIVE, COST), other, cost, all).people()).isEqualTo(4);
  }

  @Test
  void allMatchingRulesHoldTogether() {
    Rule owners =
        new Rule("*", List.of(), List.of("owner"), 1, true, List.of("terminal", "slack"), false);
    Rule operators =
        new Rule(
            "prune-volumes",
            List.of(DESTRUCTIVE),
            List.of("operator", "lead"),
            2,
            false,
            List.of("slack", "temporal-ui"),
            false);

    Policy policy = policy(List.of(DESTRUCTIVE), owners, operators);

    assertThat(policy.people()).isEqualTo(2);
    assertThat(policy.requesterExcluded()).isTrue();
    assertThat(policy.doors()).containsExactly("slack");
    assertThat(refusal(policy, "sam", "slack")).isNull();
    assertThat(refusal(policy, "alex", "slack")).isEqualTo("alex has none of the roles owner");
    assertThat(refusal(policy, "sam", "terminal"))
        .isEqualTo("this approval counts only from slack");
  }

  @Test
  void rulesWhoseDoorsExcludeEachOtherLeaveNoDoor() {
    Rule one = new Rule("*", List.of(), List.of(), 1, false, List.of("slack"), false);
    Rule two = new Rule("*", List.of(), List.of(), 1, false, List.of("terminal"), false);
    Rule three = new Rule("*", List.of(), List.of(), 1, false, List.of("slack"), false);

    Policy policy = policy(List.of(), one, two, three);

    assertThat(refusal(policy, "sam", "slack")).isNotNull();
    assertThat(refusal(policy, "sam", "terminal")).isNotNull();
    assertThat(refusal(policy, "sam", "")).isNotNull();
  }

  @Test
  @Tag("fact-84")
  void onlyATestClustersChangeCanBePresetAndOnlyWhenEveryRuleSaysSo() {
    Rule preset = new Rule("prune-volumes", List.of(), List.of(), 1, false, List.of(), true);
    Rule asked = new Rule("*", List.of(), List.of(), 1, false, List.of(), false);

    assertThat(policy(List.of(DESTRUCTIVE), preset).preset()).isTrue();
    assertThat(policy(List.of(DESTRUCTIVE, PRODUCTION), preset).preset()).isFalse();
    assertThat(policy(List.of(DESTRUCTIVE), preset, asked).preset()).isFalse();
    assertThat(policy(List.of(DESTRUCTIVE)).preset()).isFalse();
    assertThat(policy(List.of(DESTRUCTIVE), preset).alwaysAsked().preset()).isFalse();
  }

  @Test
  void moreImportantQuestionsMayNeedMorePeopleButNeverFewer() {
    Rule two = new Rule("*", List.of(), List.of(), 2, false, List.of(), false);

    assertThat(policy(List.of(), two).people(1).people()).isEqualTo(2);
    assertThat(policy(List.of(), two).people(3).people()).isEqualTo(3);
    assertThat(new Policy(List.of(), 0, false, List.of(), false, List.of()).people()).isEqualTo(1);
  }

  private static Policy policy(List<Kind> kinds, Rule... rules) {
    return new Approvals(List.of(rules), TEAM).policy("prune-volumes", kinds);
  }

  private static String refusal(Policy policy, String who, String door) {
    Decision decision = new Decision("q1", "", "", Answer.APPROVE, who, "", door, null, "");
    return policy.refusal(decision, "requester", List.of()).orElse(null);
  }
}
