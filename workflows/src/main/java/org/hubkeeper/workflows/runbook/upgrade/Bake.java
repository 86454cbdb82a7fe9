package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.activity.Hubs.Spawns;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.activity.Upgrades.Inspection;
import org.hubkeeper.workflows.activity.Upgrades.Rollback;
import org.hubkeeper.workflows.activity.Vitals;
import org.hubkeeper.workflows.activity.Vitals.Reading;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Question.Choice;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;

/**
 * Between the control plane and its nodes.
 *
 * <ol>
 *   <li>Nodes stay back for a set time, in which API errors and nodes are watched; trouble ends it
 *       early.
 *   <li>A person sees what was counted meanwhile and decides: go on, wait as long again, or take
 *       the control plane back while the provider still offers it.
 *   <li>Where the fleet file approves beforehand, or asks for no bake, and all is well, it goes on.
 * </ol>
 */
final class Bake {

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final Policy policy;
  private final int hours;

  Bake(Steps steps, ClusterSlice slice, ClusterRef cluster, Policy policy) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = cluster;
    this.policy = policy;
    this.hours = slice.upgrade().bakeHours();
  }

  /** What was counted before. */
  private record Before(Reading reading, List<Spawns> spawns) {}

  /** What was seen, and whether it is bad. */
  private record Seen(List<String> trouble, List<String> lines, Rollback rollback) {
    boolean well() {
      return trouble.isEmpty();
    }
  }

  /** Returns false when the control plane is to be taken back. */
  boolean goesOn(Hop hop) {
    Before before = steps.call("Read how the cluster fares at " + hop.to(), this::read);
    while (true) {
      List<String> trouble = hours == 0 ? List.of() : watch(hop, before);
      Seen seen = steps.call("Look how " + hop.to() + " has fared", () -> look(before, trouble));
      if (seen.well() && (hours == 0 || policy.preset())) {
        steps.skip(
            "Decide about " + hop.to(),
            hours == 0
                ? "the fleet file asks for no bake, and all is well"
                : "approved beforehand by the fleet file, and all is well");
        return true;
      }
      Answer answer = decide(hop, seen);
      if (answer != Answer.WAIT) {
        return answer == Answer.APPROVE;
      }
    }
  }

  private Before read() {
    Reading reading =
        steps.orElse(
            () -> steps.on(cluster, Vitals.class, Patience.LOOK).read(cluster),
            told -> new Reading(0, 0));
    return new Before(reading, spawns());
  }

  private List<Spawns> spawns() {
    return steps.orElse(
        () -> steps.on(cluster, Hubs.class, Patience.LOOK).spawns(cluster), told -> List.of());
  }

  private List<String> watch(Hop hop, Before before) {
    Instant until = steps.clock().now().plus(Duration.ofHours(hours));
    Vitals vitals = steps.on(cluster, Vitals.class, Patience.USERS);
    return steps
        .watchUntil(
            "Watch %s for %d h; nodes stay at what they are".formatted(hop.to(), hours),
            until,
            slice.timeZone(),
            "wait, or look at hubs and API yourself",
            () ->
                steps.orElse(
                    () -> vitals.awaitTrouble(cluster, before.reading()),
                    told -> List.of("it can't be watched: " + told.message())))
        .orElse(List.of());
  }

  private Seen look(Before before, List<String> trouble) {
    List<String> bad = new ArrayList<>(trouble);
    List<String> lines = new ArrayList<>();
    Reading now = read().reading();
    long requests = now.requests() - before.reading().requests();
    if (requests >= 0) {
      lines.add(
          "%d of %d requests to the API server failed since"
              .formatted(now.errors() - before.reading().errors(), requests));
    } else {
      lines.add("the API server was restarted since, so its requests can't be counted");
    }
    for (Spawns after : spawns()) {
      before.spawns().stream()
          .filter(one -> one.hub().equals(after.hub()) && one.known() && after.known())
          .forEach(one -> spawned(one, after, lines, bad));
    }
    Upgrades upgrades = steps.on(cluster, Upgrades.class, Patience.LOOK);
    steps
        .orElse(
            () -> upgrades.insights(cluster, Inspection.ROLLBACK).insights(),
            told -> List.<Upgrades.Insight>of())
        .stream()
        .filter(insight -> !insight.status().equals("PASSING"))
        .forEach(
            insight ->
                lines.add(
                    "in the way of a way back: %s (%s): %s"
                        .formatted(insight.name(), insight.status(), insight.reason())));
    return new Seen(bad, lines, upgrades.inspect(cluster).rollback());
  }

  private static void spawned(
      Spawns before, Spawns after, List<String> lines, List<String> trouble) {
    long good = after.good() - before.good();
    long failed = after.failed() - before.failed();
    if (good < 0 || failed < 0) {
      lines.add("hub " + after.hub() + " was restarted since, so its spawns can't be counted");
      return;
    }
    String line = "hub %s: %d servers started, %d failed".formatted(after.hub(), good, failed);
    (failed > good ? trouble : lines).add(line);
  }

  private Answer decide(Hop hop, Seen seen) {
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice(Answer.APPROVE, "go on: " + after(hop)));
    choices.add(
        new Choice(Answer.WAIT, "watch for %d h more and ask again".formatted(Math.max(1, hours))));
    if (seen.rollback().until().isAfter(steps.clock().now())) {
      choices.add(
          new Choice(
              Answer.ROLL_BACK,
              "take the control plane back to %s; nodes have not moved and stay alone"
                  .formatted(hop.from())));
    }
    List<String> details = new ArrayList<>();
    seen.trouble().forEach(line -> details.add("TROUBLE: " + line));
    details.addAll(seen.lines());
    details.add(Outlook.wayBackUntil(seen.rollback(), hop.from(), slice.timeZone()));
    String how = seen.well() ? "no trouble was seen" : "THERE IS TROUBLE";
    return steps.choose(
        "Decide about " + hop.to(),
        "The control plane of %s is at %s, and %s. How shall it go on?"
            .formatted(cluster, hop.to(), how),
        details,
        choices,
        policy.alwaysAsked());
  }

  private static String after(Hop hop) {
    return hop.pools().isEmpty()
        ? "no node moves yet, the next move of the control plane follows"
        : hop.pools().size() + " pools follow to " + hop.to() + ", and there is no way back then";
  }
}
