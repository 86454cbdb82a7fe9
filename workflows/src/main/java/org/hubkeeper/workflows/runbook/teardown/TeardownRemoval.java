package org.hubkeeper.workflows.runbook.teardown;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.activity.Namespaces;
import org.hubkeeper.workflows.activity.Namespaces.Cause;
import org.hubkeeper.workflows.activity.Namespaces.Obstacle;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;

/**
 * Works until the inventory is empty.
 *
 * <ol>
 *   <li>Delete whatever nothing holds; force a namespace only where people agree.
 *   <li>Make the inventory again. What is neither approved nor derived from what was is a new
 *       question; what is rejected stays, and the others go on.
 *   <li>If something is left that can go now, begin again; if all of it is held by what is not ours
 *       to touch, ask.
 * </ol>
 */
final class TeardownRemoval {

  /** Times that a listing may show the same things that are said to be gone. */
  private static final int PATIENT = 5;

  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Steps steps;
  private final ClusterRef cluster;
  private final InventoryReader reader;
  private final Policy policy;
  private final Set<String> approved = new LinkedHashSet<>();
  private final Set<String> origins = new LinkedHashSet<>();
  private final Set<String> rejected = new LinkedHashSet<>();
  private final Map<String, String> leftAlone = new LinkedHashMap<>();
  private final Map<String, Integer> gone = new LinkedHashMap<>();
  private TeardownPlan plan;
  private List<String> before = List.of();
  private int same;
  private int round;

  TeardownRemoval(
      Steps steps, ClusterRef cluster, InventoryReader reader, Policy policy, TeardownPlan plan) {
    this.steps = steps;
    this.cluster = cluster;
    this.reader = reader;
    this.policy = policy.alwaysAsked();
    this.plan = plan;
    plan.of(Fate.PARK, Fate.SCHEDULE).forEach(entry -> cover(entry.asset()));
    plan.going().forEach(this::cover);
  }

  /** Returns what is there in the end. */
  TeardownPlan remove() {
    boolean more = true;
    while (more) {
      delete();
      plan = reader.plan("Look at what is left");
      askForNewcomers();
      more = movable() || askAboutHolders();
    }
    return plan;
  }

  /** Whether people want to keep something that the plan would have removed. */
  boolean incomplete() {
    return !rejected.isEmpty();
  }

  /** For the report: how many of which kind. */
  List<String> results() {
    List<String> lines = new ArrayList<>();
    gone.forEach((kind, count) -> lines.add("deleted: " + count + " " + kind.replace('-', ' ')));
    return lines;
  }

  private void delete() {
    List<Asset> going = rest();
    if (going.isEmpty()) {
      return;
    }
    Deletions deletions = new Deletions(steps, cluster, reader.site(), plan, going);
    String name = ++round == 1 ? "Delete what nothing holds" : "Delete what is left";
    Map<String, List<Obstacle>> stuck = deletions.run(name);
    while (!stuck.isEmpty()) {
      List<String> names = List.copyOf(stuck.keySet());
      Map<String, List<Obstacle>> obstacles = new LinkedHashMap<>(stuck);
      names.forEach(namespace -> clear(namespace, obstacles.get(namespace)));
      names.forEach(deletions::again);
      stuck = deletions.run("Delete what is left");
    }
    deletions.gone().forEach((kind, count) -> gone.merge(kind, count, Integer::sum));
    leftAlone.putAll(deletions.kept());
  }

  /** By force where people agree; else they do it by hand and say so. */
  private void clear(String namespace, List<Obstacle> obstacles) {
    ApprovalGroup force =
        new ApprovalGroup(
            "namespace " + namespace,
            "Namespace " + namespace + " does not end. Remove by force what holds it?",
            obstacles.stream().map(TeardownRemoval::line).toList(),
            policy);
    Namespaces namespaces = steps.on(cluster, Namespaces.class, Patience.API);
    if (steps.approve(List.of(force)).isEmpty()) {
      List<Obstacle> now = obstacles;
      while (!now.isEmpty()) {
        List<String> lines = now.stream().map(TeardownRemoval::line).toList();
        String question = "Namespace " + namespace + " is held: " + lines.get(0);
        steps.hold("Wait for namespace " + namespace, question, lines);
        now = steps.call("Look at it again", () -> namespaces.explain(cluster, namespace));
      }
      return;
    }
    for (Obstacle obstacle : obstacles) {
      if (obstacle.cause() != Cause.CONTENT) {
        steps.run("Clear " + obstacle.object(), () -> namespaces.ensureCleared(cluster, obstacle));
        steps.result(
            "cleared by force: "
                + line(obstacle)
                + (obstacle.leaks().isEmpty() ? "" : "; look for " + obstacle.leaks()));
      }
    }
  }

  /** What should go and may. */
  private List<Asset> rest() {
    return plan.going().stream().filter(this::covered).toList();
  }

  private boolean covered(Asset asset) {
    return !rejected.contains(Graph.key(asset))
        && (approved.contains(Graph.key(asset)) || origins.contains(asset.parent()));
  }

  private void cover(Asset asset) {
    approved.add(Graph.key(asset));
    origins.add(asset.id());
  }

  private void askForNewcomers() {
    List<Entry> newcomers =
        plan.entries().stream()
            .filter(entry -> entry.fate().goes())
            .filter(entry -> !covered(entry.asset()))
            .filter(entry -> !rejected.contains(Graph.key(entry.asset())))
            .filter(entry -> entry.fate() != Fate.FOLLOW)
            .toList();
    if (newcomers.isEmpty()) {
      return;
    }
    steps.plan(TeardownPlan.class, () -> new TeardownPlan(newcomers, List.of(), List.of()));
    String names = Steps.some(newcomers.stream().map(e -> e.asset().toString()).toList());
    boolean yes =
        !steps
            .approve(
                List.of(
                    new ApprovalGroup(
                        "what the plan did not list",
                        "Found besides what was approved: " + names + ". Delete it too?",
                        newcomers.stream().map(Entry::line).toList(),
                        policy)))
            .isEmpty();
    newcomers.stream()
        .map(Entry::asset)
        .forEach(
            asset -> {
              if (yes) {
                cover(asset);
              } else {
                rejected.add(Graph.key(asset));
                steps.result(asset + " was found later and is kept, as was decided");
              }
            });
    if (yes) {
      leftAlone.clear();
    }
    // What was derived from them is known by now.
    plan.of(Fate.FOLLOW).stream()
        .map(Entry::asset)
        .filter(asset -> yes && !covered(asset))
        .filter(asset -> origins.contains(asset.parent()))
        .forEach(this::cover);
  }

  /** Whether anything could go without somebody moving first. */
  private boolean movable() {
    List<Asset> going =
        rest().stream().filter(asset -> !leftAlone.containsKey(Graph.key(asset))).toList();
    return !new Graph(plan.assets(), going).take().isEmpty() && !lingering(going);
  }

  /** A listing may be behind by a while; what it goes on to show is for people to see. */
  private boolean lingering(List<Asset> going) {
    List<String> now = going.stream().map(Graph::key).toList();
    if (!now.equals(before)) {
      before = now;
      same = 0;
      return false;
    }
    if (++same < PATIENT) {
      steps.run("Wait for the listing", () -> steps.clock().sleep(PAUSE, "the listing is behind"));
      return false;
    }
    same = 0;
    going.forEach(asset -> leftAlone.put(Graph.key(asset), "it was removed, but is listed still"));
    return true;
  }

  /** False when all that is left is what people wanted to keep, and what that holds. */
  private boolean askAboutHolders() {
    List<String> lines = heldByOthers();
    if (lines.isEmpty()) {
      return false;
    }
    String question = lines.size() + " can't go: " + lines.get(0);
    steps.hold("Wait for what is not ours to remove", question, lines);
    leftAlone.clear();
    return true;
  }

  private List<String> heldByOthers() {
    Graph graph = new Graph(plan.assets(), rest());
    Map<String, Entry> byKey = plan.byKey();
    List<String> lines = new ArrayList<>();
    for (Asset asset : rest()) {
      Optional<Asset> root = graph.root(asset);
      if (root.map(Graph::key).filter(rejected::contains).isPresent()) {
        continue;
      }
      root.map(holder -> held(asset, holder, why(byKey.get(Graph.key(holder)))))
          .or(() -> alone(asset))
          .ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<String> alone(Asset asset) {
    return Optional.ofNullable(leftAlone.get(Graph.key(asset)))
        .map(reason -> asset + " could not go: " + reason);
  }

  private static String why(Entry holder) {
    return holder.fate().goes() ? "which waits itself" : holder.reason();
  }

  private static String held(Asset asset, Asset root, String reason) {
    return asset + " is held by " + Deletions.named(root) + ": " + reason;
  }

  private static String line(Obstacle obstacle) {
    String what =
        obstacle.finalizer().isEmpty()
            ? obstacle.object()
            : "finalizer " + obstacle.finalizer() + " of " + obstacle.object();
    String leaks =
        obstacle.leaks().isEmpty() ? "" : "; by force this may be left: " + obstacle.leaks();
    return what + ", held by " + obstacle.holder() + " since " + obstacle.since() + leaks;
  }
}
