package org.hubkeeper.workflows.runbook.prune;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.VolumeFact;
import org.hubkeeper.workflows.model.VolumeFact.Identity;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Action;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Proposal;

/**
 * Decides what to propose for each volume. Pure: facts in, plan out.
 *
 * <ol>
 *   <li>What is not detached, is claimed, or belongs to anybody else is not touched.
 *   <li>What may belong to a cluster that can't be asked is not touched.
 *   <li>What is young, or somebody asked to keep, is kept.
 *   <li>Of the rest as much is proposed as one run may delete, oldest first.
 *   <li>A new snapshot comes before each deletion, unless the request says otherwise. An older one
 *       does not count: the volume may have been attached and written to since.
 * </ol>
 */
final class PrunePlanner {

  /** More hubs than this are approved together, so that nobody answers a hundred questions. */
  private static final int GROUPS = 12;

  /**
   * All that a plan is made of; no clock is read.
   *
   * @param claimedBy for a claimed volume, cluster and namespace of the claim
   * @param unreachable clusters that could not be asked, and why
   */
  record Facts(
      ClusterSlice cluster,
      List<VolumeFact> volumes,
      Map<String, Claim> claimedBy,
      Map<String, Told> unreachable,
      Instant now) {}

  record Claim(String cluster, String namespace) {}

  private final PruneVolumes.Request request;
  private final Facts facts;
  private final Map<String, Integer> leftAlone = new LinkedHashMap<>();
  private final List<String> hubs = new ArrayList<>();

  private PrunePlanner(PruneVolumes.Request request, Facts facts) {
    this.request = request;
    this.facts = facts;
  }

  static PrunePlan plan(PruneVolumes.Request request, Facts facts) {
    return new PrunePlanner(request, facts).plan();
  }

  private PrunePlan plan() {
    List<Proposal> proposals = new ArrayList<>();
    int volumes = 0;
    long gib = 0;
    for (VolumeFact volume : oldestFirst()) {
      Proposal proposal = propose(volume);
      if (proposal.action().removes()) {
        if (volumes < request.maxVolumes() && gib + volume.sizeGiB() <= request.maxGiB()) {
          volumes++;
          gib += volume.sizeGiB();
        } else {
          proposal = proposal(volume, Action.KEEP, "more than one run may delete; next time");
        }
      }
      if (proposal.action() == Action.KEEP || proposal.action() == Action.REFUSE) {
        String word = proposal.action().name().toLowerCase(Locale.ROOT);
        leftAlone.merge(word + ": " + proposal.reason(), 1, Integer::sum);
      } else {
        proposals.add(proposal);
      }
    }
    return new PrunePlan(proposals, findings(), notes(proposals));
  }

  /** By age and then id, so that two readings give one order. */
  private List<VolumeFact> oldestFirst() {
    return facts.volumes().stream()
        .sorted(Comparator.comparing(VolumeFact::createdAt).thenComparing(VolumeFact::id))
        .toList();
  }

  private Proposal propose(VolumeFact volume) {
    String own = facts.cluster().ref().name();
    Claim claim = facts.claimedBy().get(volume.id());
    if (claim != null) {
      // Attached or not: a user who starts a server must not change a plan of names.
      boolean name = claim.cluster().equals(own) && !volume.named();
      String where = "claimed in " + claim.cluster() + ", namespace " + claim.namespace();
      return proposal(volume, name ? Action.NAME : Action.REFUSE, where);
    }
    if (!volume.state().equals("available")) {
      return proposal(volume, Action.REFUSE, "not detached but " + volume.state());
    }
    if (!volume.foreign().isEmpty()) {
      return proposal(volume, Action.REFUSE, "somebody else's: " + volume.foreign());
    }
    String unreachable = unreachableOwner(volume);
    if (!unreachable.isEmpty()) {
      return proposal(
          volume, Action.REFUSE, "may be claimed in " + unreachable + ", which can't be asked");
    }
    if (!volume.cluster().isEmpty() && !volume.cluster().equals(own)) {
      return proposal(volume, Action.REFUSE, "belongs to cluster " + volume.cluster());
    }
    return proposeOwn(volume);
  }

  private Proposal proposeOwn(VolumeFact volume) {
    if (volume.keepUntil().isAfter(facts.now())) {
      return proposal(volume, Action.KEEP, "somebody asked to keep it");
    }
    if (age(volume) < request.minAgeDays()) {
      return proposal(
          volume, Action.KEEP, "created less than " + request.minAgeDays() + " days ago");
    }
    Action action = request.snapshots() ? Action.SNAPSHOT_THEN_DELETE : Action.DELETE;
    return proposal(volume, action, "");
  }

  /**
   * The cluster that can't be asked and may own the volume: the one that it names, or, when it
   * names none, any.
   */
  private String unreachableOwner(VolumeFact volume) {
    if (volume.cluster().isEmpty()) {
      return facts.unreachable().keySet().stream().findFirst().orElse("");
    }
    return facts.unreachable().containsKey(volume.cluster()) ? volume.cluster() : "";
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    String own = facts.cluster().ref().name();
    facts
        .cluster()
        .frozen(facts.now())
        .ifPresent(why -> findings.add(new Finding("FREEZE_WINDOW", true, why)));
    facts
        .unreachable()
        .forEach(
            (name, why) -> {
              boolean wrong = name.equals(own) && why.kind() == FailureKind.DRIFTED;
              findings.add(
                  new Finding(
                      wrong ? "CLUSTER_MISMATCH" : "CLUSTER_UNREACHABLE",
                      wrong,
                      name + " can't be asked; what may be its volumes is kept. " + why.message()));
            });
    Map<String, Integer> marks = new LinkedHashMap<>();
    facts.volumes().stream()
        .filter(volume -> !volume.markedBy().isEmpty())
        .forEach(volume -> marks.merge(volume.markedBy(), 1, Integer::sum));
    marks.forEach(
        (run, count) ->
            findings.add(
                new Finding(
                    "LEFTOVER_MARK",
                    false,
                    count + " volumes carry the candidate mark of run " + run)));
    return findings;
  }

  private List<String> notes(List<Proposal> proposals) {
    List<Proposal> gone = proposals.stream().filter(p -> p.action().removes()).toList();
    List<String> notes = new ArrayList<>();
    notes.add(facts.volumes().size() + " detached volumes found");
    notes.add(
        String.format(
            Locale.ROOT,
            "%d to delete, %,d GiB, saves %.2f USD a month (list price)",
            gone.size(),
            gone.stream().mapToLong(Proposal::sizeGiB).sum(),
            gone.stream().mapToDouble(Proposal::monthlyUsd).sum()));
    leftAlone.forEach((reason, count) -> notes.add(count + " left alone, " + reason));
    return notes;
  }

  private long age(VolumeFact volume) {
    return Duration.between(volume.createdAt(), facts.now()).toDays();
  }

  private Proposal proposal(VolumeFact volume, Action action, String reason) {
    Identity identity = volume.identity();
    return new Proposal(
        volume.id(),
        action,
        group(volume, action),
        hub(volume),
        identity,
        volume.sizeGiB(),
        volume.type(),
        age(volume),
        volume.monthlyUsd(),
        volume.cluster().equals(facts.cluster().ref().name()),
        reason);
  }

  private String group(VolumeFact volume, Action action) {
    if (action == Action.NAME) {
      return PrunePlan.NAMES;
    }
    if (!action.removes()) {
      return "";
    }
    if (volume.identity() == Identity.NONE) {
      return PrunePlan.UNIDENTIFIED;
    }
    String hub = hub(volume);
    if (!hubs.contains(hub) && hubs.size() < GROUPS) {
      hubs.add(hub);
    }
    if (!hubs.contains(hub)) {
      return "volumes of other hubs";
    }
    return hub.isEmpty() ? "volumes of no known hub" : "volumes of hub " + hub;
  }

  /** The hub's name for a namespace of the fleet file, else what the volume itself says. */
  private String hub(VolumeFact volume) {
    Claim claim = facts.claimedBy().get(volume.id());
    String namespace = claim == null ? volume.hub() : claim.namespace();
    return facts.cluster().hubs().stream()
        .filter(hub -> hub.namespace().equals(namespace))
        .map(ClusterSlice.Hub::name)
        .findFirst()
        .orElse(namespace);
  }
}
