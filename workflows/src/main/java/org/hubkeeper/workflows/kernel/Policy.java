package org.hubkeeper.workflows.kernel;

import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Approvals.Person;

/**
 * Who may approve one question. Recorded when the question is asked. It restricts approval only:
 * anybody may reject, retry or abort.
 *
 * @param roles the approver must have one role of each list
 * @param people how many different people must approve
 * @param doors doors whose word counts; empty means all
 * @param preset the fleet file has approved already
 */
public record Policy(
    List<List<String>> roles,
    int people,
    boolean requesterExcluded,
    List<String> doors,
    boolean preset,
    List<Person> team) {

  public Policy {
    roles = List.copyOf(roles);
    people = Math.max(1, people);
    doors = List.copyOf(doors);
    team = List.copyOf(team);
  }

  public static Policy anyone() {
    return new Policy(List.of(), 1, false, List.of(), false, List.of());
  }

  /** The same, but asked whatever the fleet file says. */
  public Policy alwaysAsked() {
    return new Policy(roles, people, requesterExcluded, doors, false, team);
  }

  /** The same, but by at least so many people. */
  public Policy people(int atLeast) {
    return new Policy(roles, Math.max(people, atLeast), requesterExcluded, doors, preset, team);
  }

  /** Why this approval does not count; empty when it does. */
  Optional<String> refusal(Decision decision, String requester, List<Decision> before) {
    String who = decision.who();
    if (requesterExcluded && who.equals(requester)) {
      return Optional.of(who + " asked for this run and may not approve it");
    }
    if (!doors.isEmpty() && !doors.contains(decision.door())) {
      return Optional.of("this approval counts only from " + String.join(", ", doors));
    }
    for (List<String> needed : roles) {
      if (rolesOf(who).stream().noneMatch(needed::contains)) {
        return Optional.of(who + " has none of the roles " + String.join(", ", needed));
      }
    }
    if (before.stream().anyMatch(vote -> vote.who().equals(who))) {
      return Optional.of(who + " has approved already; " + people + " people are needed");
    }
    return Optional.empty();
  }

  private List<String> rolesOf(String who) {
    return team.stream()
        .filter(person -> person.name().equals(who))
        .flatMap(person -> person.roles().stream())
        .toList();
  }
}
