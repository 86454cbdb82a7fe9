package org.hubkeeper.workflows.runbook.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.workflows.runbook.teardown.Assets.in;
import static org.hubkeeper.workflows.runbook.teardown.Assets.of;
import static org.hubkeeper.workflows.runbook.teardown.Assets.own;
import static org.hubkeeper.workflows.runbook.teardown.Assets.state;
import static org.hubkeeper.workflows.runbook.teardown.Assets.whose;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.activity.ClusterObjects.Look;
import org.hubkeeper.workflows.activity.Inventory.Survey;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.model.Site;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlanner.Facts;
import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeardownPlannerTest {

  private static final Site SITE = new Site(List.of("vpc-1"), "", List.of(), List.of(), "", true);

  @ParameterizedTest
  @CsvSource({
    "volume, '', KEEP",
    "volume, \"volumes\":\"delete\", DELETE",
    "volume, \"volumes\":\"snapshot\", SNAPSHOT_THEN_DELETE",
    "volume, \"decisions\":\"x-1=delete\", DELETE",
    "volume, '\"volumes\":\"delete\",\"decisions\":\"x-1=keep\"', KEEP",
    "file-system, '', KEEP",
    "file-system, \"volumes\":\"snapshot\", KEEP",
    "file-system, \"volumes\":\"delete\", DELETE",
    "snapshot, \"volumes\":\"delete\", KEEP",
    "bucket, \"volumes\":\"delete\", KEEP",
    "bucket, \"decisions\":\"x-1=delete\", DELETE",
    "kms-key, '', KEEP",
    "kms-key, \"decisions\":\"x-1=delete\", KEEP",
    "kms-key, \"keys\":\"schedule\", SCHEDULE",
    "kms-alias, '', KEEP",
    "kms-alias, \"keys\":\"schedule\", DELETE",
    "dns-record, '', DELETE",
    "dns-record, '\"dns\":\"park\",\"parkAt\":\"away.example.edu\"', PARK",
    "subnet, '', DELETE",
    "subnet, \"decisions\":\"x-1=keep\", KEEP",
  })
  void dataKeysAndNamesAreDecidedByTheRequest(String kind, String setting, Fate fate) {
    assertThat(plan(setting, own(kind, "x-1")).entries().get(0).fate()).isEqualTo(fate);
  }

  @Test
  void foreignAndUnknownThingsAreRefusedWithTheReason() {
    TeardownPlan plan =
        plan(
            "",
            whose(own("security-group", "sg-1"), Whose.FOREIGN, "tag owner=data-platform"),
            whose(own("iam-role", "role"), Whose.UNKNOWN, ""),
            whose(own("instance", "i-1"), Whose.INSIDE, "it is in vpc-1"));

    assertThat(plan.entries()).allMatch(entry -> entry.fate() == Fate.REFUSE);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.findings())
        .extracting(Finding::message)
        .anyMatch(line -> line.contains("sg-1") && line.contains("owner=data-platform"))
        .anyMatch(line -> line.contains("role") && line.contains("nothing tells whose"))
        .anyMatch(line -> line.contains("i-1") && line.contains("no mark of the cluster"));
  }

  @Test
  void whatIsDerivedFollowsAndIsNoLineOfItsOwn() {
    Asset face = whose(of(own("network-interface", "eni-1"), "lb-1", ""), Whose.INSIDE, "");
    TeardownPlan plan = plan("", own("load-balancer", "lb-1"), face);

    assertThat(plan.of(Fate.FOLLOW)).extracting(e -> e.asset().id()).containsExactly("eni-1");
    assertThat(plan.changes()).extracting(Change::target).containsExactly("load balancer lb-1");
    assertThat(plan.changes().get(0).info()).contains("with 1 that is derived");
  }

  @Test
  void whatIsDerivedFromSomebodyElsesStaysWithIt() {
    Asset machine = whose(own("instance", "i-9"), Whose.FOREIGN, "tag owner=x");
    Asset face = whose(of(own("network-interface", "eni-9"), "i-9", ""), Whose.INSIDE, "");
    Asset lambda =
        whose(of(own("network-interface", "eni-8"), "RDS", "a database"), Whose.INSIDE, "");

    assertThat(plan("", machine, face, lambda).going()).isEmpty();
  }

  @Test
  void aRuleInAForeignGroupThatRefersToOursIsListedOneBetweenOursFollows() {
    Asset other = whose(own("security-group", "sg-9"), Whose.FOREIGN, "tag owner=x");
    Asset there =
        whose(of(own("security-group-rule", "r-1", "sg-9", "sg-1"), "sg-1", ""), Whose.UNKNOWN, "");
    Asset here =
        whose(of(own("security-group-rule", "r-2", "sg-2", "sg-1"), "sg-1", ""), Whose.UNKNOWN, "");
    Asset away =
        whose(of(own("security-group-rule", "r-3", "sg-1", "sg-9"), "sg-9", ""), Whose.UNKNOWN, "");
    TeardownPlan plan =
        plan(
            "",
            own("security-group", "sg-1"),
            own("security-group", "sg-2"),
            other,
            there,
            here,
            away);

    assertThat(plan.byKey().get("security-group-rule r-1").fate()).isEqualTo(Fate.DELETE);
    assertThat(plan.byKey().get("security-group-rule r-2").fate()).isEqualTo(Fate.FOLLOW);
    assertThat(plan.byKey().get("security-group-rule r-3").fate()).isEqualTo(Fate.REFUSE);
  }

  @Test
  void theHashKnowsNothingOfStatesAndCosts() {
    Asset one = in(own("nat-gateway", "nat-1"), "", 30);
    Asset other = in(state(own("nat-gateway", "nat-1"), "pending", false, ""), "", 33);

    assertThat(plan("", one).changes().get(0).detail())
        .isEqualTo(plan("", other).changes().get(0).detail());
  }

  @Test
  void whatHoldsWhatIsSaid() {
    TeardownPlan plan =
        plan(
            "",
            own("subnet", "subnet-1"),
            whose(own("instance", "i-9", "subnet-1"), Whose.FOREIGN, "tag owner=x"));

    assertThat(plan.findings())
        .anyMatch(
            finding ->
                finding.code().equals("HELD")
                    && finding
                        .message()
                        .equals(
                            "subnet subnet-1 can't go, for instance i-9 holds it: tag owner=x"));
  }

  @Test
  void aDecisionThatFitsNothingBlocks() {
    assertThat(blocking(plan("\"decisions\":\"vol-9=delete\"", own("vpc", "vpc-1"))))
        .containsExactly("UNKNOWN_DECISION");
  }

  @Test
  void dataThatGoesWithoutABackupBlocksUntilSomebodySaysSo() {
    assertThat(blocking(plan("\"volumes\":\"delete\"", own("volume", "vol-1"))))
        .containsExactly("NO_BACKUP");
    assertThat(blocking(plan("\"volumes\":\"delete\",\"backup\":\"none\"", own("volume", "vol-1"))))
        .isEmpty();
    assertThat(blocking(plan("", own("volume", "vol-1")))).isEmpty();
  }

  @Test
  void aClusterThatCanNotBeAskedBlocksUnlessBlind() {
    Told away = new Told(FailureKind.UNAVAILABLE, "no answer");
    Told other = new Told(FailureKind.DRIFTED, "another uid");

    assertThat(blocking(silent("", away))).containsExactly("CLUSTER_UNREACHABLE");
    assertThat(blocking(silent("\"blind\":true", away))).isEmpty();
    assertThat(blocking(silent("\"blind\":true", other))).containsExactly("CLUSTER_MISMATCH");
  }

  @Test
  @Tag("fact-107")
  void aNetworkInWhichSomebodyWorksIsNotLeftOver() {
    String scope = "\"scope\":\"network\",\"vpc\":\"vpc-1\"";
    Asset machine = whose(own("instance", "i-1"), Whose.INSIDE, "it is in vpc-1");
    Asset face = whose(of(own("network-interface", "eni-1"), "old", "EKS"), Whose.INSIDE, "");

    assertThat(blocking(plan(scope, machine))).containsExactly("NETWORK_IN_USE");
    assertThat(blocking(plan(scope, face))).containsExactly("NETWORK_IN_USE");
    assertThat(blocking(plan(scope, own("subnet", "subnet-1")))).isEmpty();
  }

  private static List<String> blocking(TeardownPlan plan) {
    return plan.findings().stream().filter(Finding::blocking).map(Finding::code).toList();
  }

  private static TeardownPlan plan(String setting, Asset... assets) {
    return plan(setting, Optional.of(new Look(false, 0)), Optional.empty(), assets);
  }

  private static TeardownPlan silent(String setting, Told told) {
    return plan(setting, Optional.empty(), Optional.of(told), own("cluster", "old"));
  }

  private static TeardownPlan plan(
      String setting, Optional<Look> look, Optional<Told> silent, Asset... assets) {
    String more = setting.isEmpty() ? "" : "," + setting;
    Request request =
        Input.read(
            ("{\"cluster\":\"old\",\"planOnly\":true" + more + "}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Request.class);
    return TeardownPlanner.plan(
        request,
        new Facts(
            Slices.test("old"),
            new Survey(SITE, List.of()),
            List.of(assets),
            look,
            silent,
            false,
            Instant.parse("2026-11-29T00:00:00Z")));
  }
}
