package org.hubkeeper.workflows.runbook.prune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;
import org.hubkeeper.workflows.model.VolumeFact.Identity;

/**
 * What is to be done with the detached volumes.
 *
 * @param proposals what changes
 * @param notes figures for people, and how many volumes are left alone for which reason
 */
public record PrunePlan(List<Proposal> proposals, List<Finding> findings, List<String> notes)
    implements Plan {

  public PrunePlan {
    proposals = List.copyOf(proposals);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** What is proposed for a volume. */
  public enum Action {
    /** It is ours and could go, but not in this run. */
    KEEP,
    /** It is not for this run to touch. */
    REFUSE,
    /** It belongs to a living hub and gets a readable name. */
    NAME,
    SNAPSHOT_THEN_DELETE,
    /** The request says that no snapshot is wanted. */
    DELETE;

    boolean removes() {
      return this == SNAPSHOT_THEN_DELETE || this == DELETE;
    }
  }

  /**
   * One volume, in what is shown and recorded; no name of a person is in it.
   *
   * @param group proposals of one group are approved together
   * @param ours whether it names the run's cluster as its own
   */
  public record Proposal(
      String volume,
      Action action,
      String group,
      String hub,
      Identity identity,
      int sizeGiB,
      String type,
      long ageDays,
      double monthlyUsd,
      boolean ours,
      String reason) {

    /** The line of the plan. */
    Change change() {
      String owner =
          identity == Identity.NONE
              ? "owner unknown"
              : hub.isEmpty() ? "hub unknown" : "hub " + hub;
      String volumeText = owner + ", " + sizeGiB + " GiB " + type;
      return switch (action) {
        case NAME -> new Change(Verb.UPDATE, volume, "write a readable name, " + owner, "");
        case DELETE -> new Change(Verb.DELETE, volume, volumeText + ", without a snapshot", info());
        default -> new Change(Verb.DELETE, volume, volumeText + ", snapshot first", info());
      };
    }

    /** The same for a question or a notice. */
    String line() {
      Change change = change();
      String info = change.info().isEmpty() ? "" : "; " + change.info();
      return change.target() + ": " + change.detail() + info;
    }

    private String info() {
      return String.format(
          Locale.ROOT,
          "identified: %s, %d days, %.2f USD/month",
          identity.confidence(),
          ageDays,
          monthlyUsd);
    }
  }

  /** Group of the volumes that nobody can identify. */
  static final String UNIDENTIFIED = "unidentified volumes";

  /** Group of the volumes that only get a name. */
  static final String NAMES = "readable names";

  @Override
  public List<Change> changes() {
    return proposals.stream().map(Proposal::change).toList();
  }

  /** Proposals that delete something. */
  List<Proposal> removals() {
    return proposals.stream().filter(proposal -> proposal.action().removes()).toList();
  }

  List<Proposal> of(Action action) {
    return proposals.stream().filter(proposal -> proposal.action() == action).toList();
  }

  /** By group; what nobody can identify comes last. */
  Map<String, List<Proposal>> groups() {
    Map<String, List<Proposal>> groups = new LinkedHashMap<>();
    proposals.forEach(p -> groups.computeIfAbsent(p.group(), name -> new ArrayList<>()).add(p));
    List<Proposal> unknown = groups.remove(UNIDENTIFIED);
    if (unknown != null) {
      groups.put(UNIDENTIFIED, unknown);
    }
    return groups;
  }

  /** What is left of the plan when just these groups were approved. */
  PrunePlan only(List<String> approved) {
    Set<String> names = new LinkedHashSet<>(approved);
    return new PrunePlan(
        proposals.stream().filter(p -> names.contains(p.group())).toList(),
        findings.stream().filter(Finding::blocking).toList(),
        notes);
  }

  static String count(List<?> volumes) {
    return volumes.size() == 1 ? "1 volume" : volumes.size() + " volumes";
  }

  /** The same without what is only named. */
  PrunePlan removing() {
    return new PrunePlan(removals(), findings, notes);
  }

  /** The same with the notes of an earlier look at more volumes, and of findings what blocks. */
  PrunePlan noted(List<String> earlier) {
    return new PrunePlan(proposals, findings.stream().filter(Finding::blocking).toList(), earlier);
  }
}
