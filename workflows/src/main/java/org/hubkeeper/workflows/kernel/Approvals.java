package org.hubkeeper.workflows.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The approval policy of a cluster, from the fleet file: which changes of which runbook need whom.
 * All rules that match a change must be satisfied.
 */
public record Approvals(List<Rule> rules, List<Person> team) {

  public Approvals {
    rules = List.copyOf(rules);
    team = List.copyOf(team);
  }

  /** What a change is, as far as approvals care. */
  public enum Kind {
    DESTRUCTIVE,
    COST,
    PRODUCTION
  }

  /** A member of the team; roles are looked up here and never believed from a decision. */
  public record Person(String name, List<String> roles) {
    public Person {
      roles = List.copyOf(roles);
    }
  }

  /**
   * One rule.
   *
   * @param runbook a runbook's name, or {@code *}
   * @param changes kinds that it is about; empty means all
   * @param roles the approver must have one of them; empty means anybody
   * @param people how many different people must approve
   * @param doors doors whose word counts; empty means all
   * @param preset approved beforehand by the fleet file's owner; never on production
   */
  public record Rule(
      String runbook,
      List<Kind> changes,
      List<String> roles,
      int people,
      boolean requesterExcluded,
      List<String> doors,
      boolean preset) {
    public Rule {
      changes = List.copyOf(changes);
      roles = List.copyOf(roles);
      doors = List.copyOf(doors);
    }

    boolean matches(String name, List<Kind> kinds) {
      return (runbook.equals("*") || runbook.equals(name))
          && (changes.isEmpty() || kinds.stream().anyMatch(changes::contains));
    }
  }

  /**
   * What an approval of such changes by this runbook needs. Without a rule: one person, anybody.
   */
  public Policy policy(String runbook, List<Kind> kinds) {
    List<Rule> matching = rules.stream().filter(rule -> rule.matches(runbook, kinds)).toList();
    List<List<String>> roles = new ArrayList<>();
    Set<String> doors = new LinkedHashSet<>();
    for (Rule rule : matching) {
      if (!rule.roles().isEmpty()) {
        roles.add(rule.roles());
      }
      if (!rule.doors().isEmpty() && doors.isEmpty()) {
        doors.addAll(rule.doors());
      } else if (!rule.doors().isEmpty()) {
        doors.retainAll(rule.doors());
        if (doors.isEmpty()) {
          // An empty list means all doors; rules that exclude each other must not widen to that.
          doors.add("(the rules leave no door)");
        }
      }
    }
    return new Policy(
        roles,
        matching.stream().mapToInt(Rule::people).max().orElse(1),
        matching.stream().anyMatch(Rule::requesterExcluded),
        List.copyOf(doors),
        !matching.isEmpty()
            && !kinds.contains(Kind.PRODUCTION)
            && matching.stream().allMatch(Rule::preset),
        team);
  }
}
