package org.hubkeeper.workflows.runbook.teardown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;

/**
 * Decides about each thing. Pure.
 *
 * <ol>
 *   <li>What is somebody else's, or nobody knows whose, is not touched.
 *   <li>What is derived from another thing goes or stays with it.
 *   <li>Data stays unless the request says otherwise; keys and buckets never go by a rule.
 *   <li>A machine in the network that does not belong to the cluster is somebody's.
 *   <li>The rest goes.
 * </ol>
 */
final class Verdicts {

  private static final String KEPT = "data is kept unless the request decides otherwise";

  private record Verdict(Fate fate, String reason) {}

  private final Request request;
  private final List<Asset> assets;
  private final Map<String, Asset> byId = new LinkedHashMap<>();
  private final Map<String, String> single;
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  Verdicts(Request request, List<Asset> assets) {
    this.request = request;
    this.assets = assets;
    this.single = request.single();
    assets.forEach(asset -> byId.putIfAbsent(asset.id(), asset));
  }

  List<Entry> entries() {
    Map<String, Integer> with = new LinkedHashMap<>();
    assets.stream()
        .filter(asset -> of(asset).fate() == Fate.FOLLOW)
        .forEach(asset -> with.merge(origin(asset), 1, Integer::sum));
    return assets.stream().map(asset -> entry(asset, with)).toList();
  }

  /** Decisions that fit nothing that was found. */
  List<String> unknownDecisions() {
    List<String> names = new ArrayList<>(single.keySet());
    assets.forEach(asset -> names.removeAll(List.of(asset.id(), asset.name())));
    return names;
  }

  private Entry entry(Asset asset, Map<String, Integer> with) {
    Verdict verdict = of(asset);
    return new Entry(asset, verdict.fate(), verdict.reason(), with.getOrDefault(asset.id(), 0));
  }

  /** The first in a row of things of which one is derived from the other. */
  private String origin(Asset asset) {
    Asset first = asset;
    Set<String> seen = new LinkedHashSet<>();
    while (of(first).fate() == Fate.FOLLOW
        && byId.containsKey(first.parent())
        && seen.add(first.id())) {
      first = byId.get(first.parent());
    }
    return first.id();
  }

  private Verdict of(Asset asset) {
    String key = Graph.key(asset);
    if (!verdicts.containsKey(key)) {
      // Two that name each other as their origin have none.
      Verdict verdict = underWay.add(key) ? judge(asset) : own(asset);
      verdicts.putIfAbsent(key, verdict);
    }
    return verdicts.get(key);
  }

  private Verdict judge(Asset asset) {
    if (asset.kind().equals("security-group-rule")) {
      return rule(asset);
    }
    if (asset.whose() == Whose.FOREIGN) {
      return new Verdict(Fate.REFUSE, asset.evidence());
    }
    if (asset.parent().isEmpty() || asset.kind().startsWith("kms-")) {
      return own(asset);
    }
    return Optional.ofNullable(byId.get(asset.parent()))
        .map(parent -> derived(asset, parent))
        .orElseGet(() -> orphan(asset));
  }

  /** It holds the group that it refers to, in whatever group it stands. */
  private Verdict rule(Asset rule) {
    Asset target = byId.get(rule.parent());
    if (target == null || !of(target).fate().goes()) {
      return new Verdict(Fate.REFUSE, "the group that it refers to stays");
    }
    boolean inside =
        rule.uses().stream()
            .filter(id -> !id.equals(rule.parent()))
            .map(byId::get)
            .allMatch(group -> group != null && of(group).fate().goes());
    return new Verdict(inside ? Fate.FOLLOW : Fate.DELETE, target.toString());
  }

  private Verdict derived(Asset asset, Asset parent) {
    Verdict verdict = of(parent);
    if (verdict.fate().goes()) {
      return new Verdict(Fate.FOLLOW, parent.toString());
    }
    return new Verdict(
        verdict.fate() == Fate.KEEP ? Fate.KEEP : Fate.REFUSE,
        "it belongs to " + parent + ", which stays: " + verdict.reason());
  }

  /** Derived from something that is not in the inventory. */
  private Verdict orphan(Asset asset) {
    if (asset.whose() == Whose.OWN) {
      return own(asset);
    }
    String maker = asset.maker().isEmpty() ? asset.parent() : asset.maker();
    return new Verdict(Fate.REFUSE, "it belongs to " + maker + ", which is not the cluster's");
  }

  private Verdict own(Asset asset) {
    if (asset.whose() == Whose.UNKNOWN) {
      return new Verdict(Fate.REFUSE, "nothing tells whose it is");
    }
    return switch (asset.kind()) {
      case "volume" -> data(asset, decision(asset, request.volumes()));
      case "file-system" -> fileSystem(asset);
      case "snapshot" -> data(asset, decision(asset, Request.KEEP));
      case "bucket" -> data(asset, decision(asset, Request.KEEP));
      case "kms-key" -> key(asset);
      case "kms-alias" -> alias(asset);
      case "dns-record" -> record();
      case "instance" -> machine(asset);
      default -> choice(asset);
    };
  }

  private Verdict choice(Asset asset) {
    boolean keep = decision(asset, Request.DELETE).equals(Request.KEEP);
    return keep ? new Verdict(Fate.KEEP, "the request says so") : new Verdict(Fate.DELETE, "");
  }

  private String decision(Asset asset, String otherwise) {
    return single.getOrDefault(asset.id(), single.getOrDefault(asset.name(), otherwise));
  }

  private static Verdict data(Asset asset, String decision) {
    return switch (decision) {
      case Request.DELETE -> new Verdict(Fate.DELETE, "");
      case Request.SNAPSHOT ->
          asset.kind().equals("volume")
              ? new Verdict(Fate.SNAPSHOT_THEN_DELETE, "")
              : new Verdict(Fate.KEEP, "there are no snapshots of a " + asset.kind());
      default -> new Verdict(Fate.KEEP, KEPT);
    };
  }

  private Verdict fileSystem(Asset asset) {
    return data(asset, decision(asset, request.volumes()));
  }

  private Verdict key(Asset asset) {
    if (asset.state().leaving()) {
      return new Verdict(Fate.KEEP, "its end is scheduled already: " + asset.state().word());
    }
    boolean schedule =
        request.keys().equals(Request.SCHEDULE)
            && !decision(asset, Request.DELETE).equals(Request.KEEP);
    return schedule
        ? new Verdict(Fate.SCHEDULE, request.keyDays() + " days after, until which it can be saved")
        : new Verdict(Fate.KEEP, "what it has encrypted is lost without it; see keys=schedule");
  }

  private Verdict alias(Asset asset) {
    return request.keys().equals(Request.SCHEDULE)
        ? choice(asset)
        : new Verdict(Fate.KEEP, "its key stays");
  }

  private Verdict record() {
    return request.dns().equals(Request.PARK)
        ? new Verdict(Fate.PARK, "leads to " + request.parkAt() + " from now on")
        : new Verdict(Fate.DELETE, "");
  }

  private Verdict machine(Asset asset) {
    return asset.whose() == Whose.INSIDE
        ? new Verdict(Fate.REFUSE, "a machine that carries no mark of the cluster")
        : choice(asset);
  }
}
