package org.hubkeeper.workflows.runbook.teardown;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.ClusterObjects.Look;
import org.hubkeeper.workflows.activity.EncryptionKeys;
import org.hubkeeper.workflows.activity.Inventory.Survey;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;

/** Makes the plan from what was found. Pure: facts in, plan out. */
final class TeardownPlanner {

  /** Lines about single things; of more there is a number. */
  private static final int TOLD = 25;

  /**
   * All that a plan is made of.
   *
   * @param look of the inside of the cluster; empty when there is none or it can't be asked
   * @param silent why the cluster can't be asked, when there is one
   * @param backups whether anything makes backups in the cluster
   */
  record Facts(
      ClusterSlice slice,
      Survey survey,
      Collection<Asset> assets,
      Optional<Look> look,
      Optional<Told> silent,
      boolean backups,
      Instant now) {}

  private final Request request;
  private final Facts facts;
  private final List<Entry> entries;
  private final List<String> unknownDecisions;

  private TeardownPlanner(Request request, Facts facts) {
    this.request = request;
    this.facts = facts;
    List<Asset> assets = counted();
    Verdicts verdicts = new Verdicts(request, assets);
    this.entries = verdicts.entries();
    this.unknownDecisions = verdicts.unknownDecisions();
  }

  static TeardownPlan plan(Request request, Facts facts) {
    TeardownPlanner planner = new TeardownPlanner(request, facts);
    return new TeardownPlan(planner.entries, planner.findings(), planner.notes());
  }

  /** The hub of a run that is about one. */
  static Optional<ClusterSlice.Hub> hub(ClusterSlice slice, Request request) {
    return slice.hubs().stream().filter(hub -> hub.name().equals(request.hub())).findFirst();
  }

  /** Each once, in an order that two readings have in common. */
  private List<Asset> counted() {
    Map<String, Asset> each = new LinkedHashMap<>();
    facts.assets().stream()
        .filter(this::inScope)
        .sorted(Comparator.comparing(Asset::kind).thenComparing(Asset::id))
        .forEach(asset -> each.putIfAbsent(Graph.key(asset), asset));
    return List.copyOf(each.values());
  }

  private boolean inScope(Asset asset) {
    Optional<ClusterSlice.Hub> hub = hub(facts.slice(), request);
    if (!request.scope().equals(Request.HUB) || hub.isEmpty()) {
      return true;
    }
    boolean record = asset.kind().equals("dns-record");
    return record
        ? !hub.get().host().isEmpty() && asset.name().equals(hub.get().host())
        : asset.namespace().equals(hub.get().namespace()) || usesHub(asset, hub.get());
  }

  /** Of other namespaces: it would be cut off, so it has to be seen. */
  private static boolean usesHub(Asset asset, ClusterSlice.Hub hub) {
    return asset.uses().contains(Order.namespace(hub.namespace()));
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(facts.survey().findings());
    facts
        .slice()
        .frozen(facts.now())
        .ifPresent(why -> findings.add(new Finding("FREEZE_WINDOW", true, why)));
    inside(findings);
    scope(findings);
    backup(findings);
    keys(findings);
    unknownDecisions.forEach(
        name ->
            findings.add(
                new Finding("UNKNOWN_DECISION", true, "decisions: nothing here is " + name)));
    held(findings);
    refused(findings);
    return findings;
  }

  private void inside(List<Finding> findings) {
    boolean whole = request.scope().equals(Request.CLUSTER);
    if (whole && facts.look().map(Look::workerInside).orElse(false)) {
      findings.add(
          new Finding(
              "WORKER_INSIDE",
              true,
              "this worker runs in the cluster and would remove itself; run one elsewhere, in the"
                  + " same pool"));
    }
    facts
        .look()
        .filter(look -> look.users() > 0)
        .ifPresent(
            look ->
                findings.add(
                    new Finding(
                        "USERS_WORKING", false, look.users() + " servers of people run now")));
    facts.silent().ifPresent(told -> findings.add(silent(told)));
  }

  private Finding silent(Told told) {
    if (told.kind() == FailureKind.DRIFTED) {
      return new Finding("CLUSTER_MISMATCH", true, told.message());
    }
    String remedy =
        request.blind()
            ? "; what its controllers have made is removed from outside"
            : "; repair the access, or say blind=true to remove it from outside";
    return new Finding(
        "CLUSTER_UNREACHABLE",
        !request.blind() || request.scope().equals(Request.HUB),
        "the cluster can't be asked what is in it: " + told.message() + remedy);
  }

  private void scope(List<Finding> findings) {
    if (request.scope().equals(Request.NETWORK)) {
      entries.stream()
          .filter(entry -> entry.fate() == Fate.REFUSE)
          .filter(this::works)
          .limit(TOLD)
          .forEach(
              entry ->
                  findings.add(
                      new Finding(
                          "NETWORK_IN_USE",
                          true,
                          entry.asset() + " is in it and works: " + entry.reason())));
    }
    if (request.scope().equals(Request.HUB)) {
      hub(facts.slice(), request).ifPresent(hub -> sharedNamespace(hub, findings));
    }
  }

  /** A machine that runs, or an interface that something has attached. */
  private boolean works(Entry entry) {
    return entry.asset().kind().equals("instance")
        || entry.asset().kind().equals("network-interface") && !entry.asset().parent().isEmpty();
  }

  private void sharedNamespace(ClusterSlice.Hub hub, List<Finding> findings) {
    facts.slice().hubs().stream()
        .filter(other -> !other.equals(hub) && other.namespace().equals(hub.namespace()))
        .forEach(
            other ->
                findings.add(
                    new Finding(
                        "OUTSIDE_SCOPE",
                        true,
                        "namespace " + hub.namespace() + " is hub " + other.name() + "'s too")));
    entries.stream()
        .filter(entry -> entry.fate().goes())
        .map(Entry::asset)
        .filter(asset -> !asset.kind().equals("dns-record"))
        .filter(asset -> !asset.namespace().equals(hub.namespace()))
        .limit(TOLD)
        .forEach(
            asset ->
                findings.add(
                    new Finding(
                        "OUTSIDE_SCOPE",
                        true,
                        asset + " is none of hub " + hub.name() + ", but needs its namespace")));
  }

  private void backup(List<Finding> findings) {
    if (request.scope().equals(Request.NETWORK)) {
      return;
    }
    boolean data =
        entries.stream()
            .filter(entry -> entry.fate() == Fate.DELETE)
            .map(entry -> entry.asset().kind())
            .anyMatch(kind -> kind.equals("volume") || kind.equals("file-system"));
    if (request.backup().equals(Request.NONE)) {
      findings.add(new Finding("NO_BACKUP", false, "no final backup is made, as was asked for"));
    } else if (request.backup().isEmpty() && !facts.backups()) {
      findings.add(
          new Finding(
              "NO_BACKUP",
              data,
              "nothing makes backups in the cluster, so there will be no final one"
                  + (data
                      ? "; name one as backup=WHERE, or say backup=none"
                      : "; data volumes are kept")));
    }
  }

  private void keys(List<Finding> findings) {
    long keys = entries.stream().filter(e -> e.asset().kind().equals("kms-key")).count();
    if (keys > 0) {
      findings.add(
          new Finding(
              "KEYS_WAIT",
              false,
              "%d encryption %s can't be deleted, only scheduled: pending at least %d days%s"
                  .formatted(
                      keys,
                      keys == 1 ? "key" : "keys",
                      EncryptionKeys.LEAST_DAYS,
                      request.keys().equals(Request.SCHEDULE)
                          ? "; until then that can be taken back"
                          : "; kept unless keys=schedule")));
    }
  }

  /** What can't go because of what stays. */
  private void held(List<Finding> findings) {
    List<Asset> going = entries.stream().filter(e -> e.fate().goes()).map(Entry::asset).toList();
    Graph graph = new Graph(entries.stream().map(Entry::asset).toList(), going);
    Map<String, Entry> staying = new LinkedHashMap<>();
    entries.stream()
        .filter(entry -> !entry.fate().goes())
        .forEach(entry -> staying.put(Graph.key(entry.asset()), entry));
    going.stream()
        .filter(
            asset -> graph.holder(asset).map(Graph::key).filter(staying::containsKey).isPresent())
        .limit(TOLD)
        .forEach(
            asset -> {
              Entry holder = staying.get(Graph.key(graph.holder(asset).orElseThrow()));
              findings.add(
                  new Finding(
                      "HELD",
                      request.scope().equals(Request.HUB),
                      asset
                          + " can't go, for "
                          + holder.asset()
                          + " holds it: "
                          + holder.reason()));
            });
  }

  private void refused(List<Finding> findings) {
    List<Entry> refused = entries.stream().filter(e -> e.fate() == Fate.REFUSE).toList();
    refused.stream()
        .limit(TOLD)
        .forEach(e -> findings.add(new Finding("NOT_TOUCHED", false, e.stays())));
    if (refused.size() > TOLD) {
      findings.add(
          new Finding("NOT_TOUCHED", false, refused.size() - TOLD + " more are not touched"));
    }
    long inside =
        entries.stream()
            .filter(entry -> entry.fate() == Fate.DELETE)
            .filter(entry -> entry.asset().whose() == Whose.INSIDE)
            .count();
    if (inside > 0) {
      findings.add(
          new Finding(
              "NO_MARK",
              false,
              inside + " to delete carry no mark of the cluster and are just in its network"));
    }
  }

  private List<String> notes() {
    List<Entry> going = entries.stream().filter(entry -> entry.fate().goes()).toList();
    long derived = going.stream().filter(entry -> entry.fate() == Fate.FOLLOW).count();
    List<String> notes = new ArrayList<>();
    notes.add(entries.size() + " things found, " + usd(entries));
    notes.add(
        going.size()
            + " go, "
            + derived
            + " of them with what they were made for; saves "
            + usd(going));
    List<Entry> kept = entries.stream().filter(entry -> entry.fate() == Fate.KEEP).toList();
    notes.add(kept.size() + " are kept on purpose, " + usd(kept));
    kept.stream().limit(TOLD).forEach(entry -> notes.add(entry.stays()));
    return notes;
  }

  static String usd(List<Entry> entries) {
    return String.format(
        Locale.ROOT, "%.2f USD a month (list price)", TeardownPlan.monthlyUsd(entries));
  }
}
