package org.hubkeeper.fleet;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.fleet.FleetFile.Member;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Policy;

/**
 * Whether the team can give the approvals that the rules ask for; a question that nobody can answer
 * would wait for ever. In two passes:
 *
 * <ol>
 *   <li>each rule alone: its runbook and roles exist, and enough people have a role;
 *   <li>if all those are in order, the rules that may meet in one question: for each runbook and
 *       each set of kinds of changes, the kernel's own policy must be one that the team satisfies.
 * </ol>
 */
final class ApprovalChecks {

  private static final List<Set<Kind>> SETS_OF_KINDS = setsOfKinds();

  private final List<Person> team;
  private final Collection<String> runbooks;
  private final Problems problems;

  private ApprovalChecks(List<Person> team, Collection<String> runbooks, Problems problems) {
    this.team = team;
    this.runbooks = runbooks;
    this.problems = problems;
  }

  static void check(Place document, Collection<String> runbooks, Problems problems) {
    List<Person> team =
        problems.noneUnder("team")
            ? document.items("team").stream()
                .map(person -> StrictYaml.value(person, Member.class))
                .map(member -> new Person(member.name(), member.roles()))
                .toList()
            : List.of();
    ApprovalChecks checks = new ApprovalChecks(team, runbooks, problems);
    for (Place cluster : document.items("clusters")) {
      List<Place> rules = cluster.items("approvals");
      rules.forEach(checks::checkRunbook);
      // Of a team that is itself in disorder nobody knows who can approve.
      if (problems.noneUnder("team")) {
        rules.forEach(checks::checkRule);
        checks.checkTogether(cluster);
      }
    }
  }

  private void checkRunbook(Place rule) {
    rule.field("runbook")
        .filter(name -> !name.raw().equals("*") && !runbooks.isEmpty())
        .filter(name -> problems.noneUnder(name.path()) && !runbooks.contains(name.raw()))
        .ifPresent(
            name ->
                problems.add(
                    name,
                    "no runbook "
                        + Words.quote(name.raw())
                        + Input.suggestion(name.raw(), runbooks)));
  }

  private void checkRule(Place rule) {
    Set<String> known =
        team.stream()
            .flatMap(person -> person.roles().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (Place role : rule.items("roles")) {
      if (problems.noneUnder(role.path()) && !known.contains(role.raw())) {
        problems.add(
            role,
            "nobody of the team has the role "
                + Words.quote(role.raw())
                + (known.isEmpty()
                    ? "; give it to somebody under team"
                    : Input.suggestion(role.raw(), known)));
      }
    }
    if (problems.noneUnder(rule.path())) {
      Place people = rule.field("people").or(() -> rule.field("requesterExcluded")).orElse(rule);
      checkEnough(people, "", alone(rule(rule)));
    }
  }

  private Policy alone(Rule rule) {
    List<List<String>> roles = rule.roles().isEmpty() ? List.of() : List.of(rule.roles());
    return new Policy(
        roles, rule.people(), rule.requesterExcluded(), rule.doors(), rule.preset(), team);
  }

  private void checkTogether(Place cluster) {
    Place approvals = cluster.field("approvals").orElse(cluster);
    if (!problems.noneUnder(approvals.path())) {
      return;
    }
    boolean production = cluster.text("environment").filter("production"::equals).isPresent();
    List<Rule> rules = approvals.items().stream().map(ApprovalChecks::rule).toList();
    for (String runbook : rules.stream().map(Rule::runbook).distinct().toList()) {
      checkDoors(approvals, runbook, rules);
      SETS_OF_KINDS.stream()
          .filter(kinds -> production || !kinds.contains(Kind.PRODUCTION))
          .map(kinds -> new Approvals(rules, team).policy(runbook, List.copyOf(kinds)))
          .forEach(policy -> checkEnough(approvals, meeting(runbook), policy));
    }
  }

  private void checkDoors(Place approvals, String runbook, List<Rule> rules) {
    List<Rule> closed =
        rules.stream()
            .filter(rule -> rule.runbook().equals("*") || rule.runbook().equals(runbook))
            .filter(rule -> !rule.doors().isEmpty())
            .toList();
    boolean open =
        closed.isEmpty()
            || closed.get(0).doors().stream()
                .anyMatch(door -> closed.stream().allMatch(rule -> rule.doors().contains(door)));
    if (!open) {
      problems.add(
          approvals, meeting(runbook) + "no door is allowed by all of them; name one in each");
    }
  }

  private void checkEnough(Place place, String which, Policy policy) {
    List<String> able =
        team.stream().filter(person -> mayApprove(person, policy)).map(Person::name).toList();
    boolean anybody =
        policy.preset() || team.isEmpty() && policy.roles().isEmpty() && policy.people() == 1;
    boolean everybody = policy.requesterExcluded() && able.size() == team.size();
    if (!anybody && able.size() - (everybody ? 1 : 0) < policy.people()) {
      problems.add(place, which + shortage(policy, able, everybody));
    }
  }

  private static String shortage(Policy policy, List<String> able, boolean everybody) {
    String roles =
        policy.roles().stream()
            .map(list -> String.join(" or ", list))
            .distinct()
            .collect(Collectors.joining(" and as "));
    return Words.people(policy.people())
        + (roles.isEmpty() ? "" : " with the role " + roles)
        + (everybody ? " other than the requester" : "")
        + " must approve, the team has "
        + (able.isEmpty() ? "nobody" : able.size() + ": " + String.join(", ", able))
        + "; add people under team or lower people";
  }

  private static boolean mayApprove(Person person, Policy policy) {
    return policy.roles().stream()
        .allMatch(list -> person.roles().stream().anyMatch(list::contains));
  }

  private static Rule rule(Place place) {
    return StrictYaml.value(place, ClusterEntry.Approval.class).rule();
  }

  private static String meeting(String runbook) {
    return "the rules that apply together to "
        + (runbook.equals("*") ? "every runbook" : runbook)
        + ": ";
  }

  private static List<Set<Kind>> setsOfKinds() {
    Kind[] kinds = Kind.values();
    return Stream.iterate(1, mask -> mask < 1 << kinds.length, mask -> mask + 1)
        .map(
            mask ->
                Stream.of(kinds)
                    .filter(kind -> (mask & 1 << kind.ordinal()) != 0)
                    .collect(Collectors.toUnmodifiableSet()))
        .toList();
  }
}
