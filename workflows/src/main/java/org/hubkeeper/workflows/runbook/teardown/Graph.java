package org.hubkeeper.workflows.runbook.teardown;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.model.Asset;

/**
 * What may go next. Pure.
 *
 * <ol>
 *   <li>A thing is held by what uses it, by what it says is held by, and, where it is derived, by
 *       what it is derived from. What stays holds as well as what goes.
 *   <li>Nothing that is held is ever offered.
 *   <li>Kinds wait for kinds as {@link Order} says; if nothing could go on otherwise, they don't.
 *   <li>Only what was given as going is ever offered.
 * </ol>
 */
final class Graph {

  private final Map<String, Asset> here = new LinkedHashMap<>();
  private final Map<String, List<String>> byId = new LinkedHashMap<>();
  private final Map<String, Set<String>> holders = new LinkedHashMap<>();
  private final Map<String, Integer> kinds = new LinkedHashMap<>();
  private final Set<String> going = new LinkedHashSet<>();
  private final Set<String> busy = new LinkedHashSet<>();

  /** Of everything that is there; what is not among {@code going} stays. */
  Graph(Collection<Asset> all, Collection<Asset> going) {
    for (Asset asset : all) {
      here.put(key(asset), asset);
      byId.computeIfAbsent(asset.id(), id -> new ArrayList<>()).add(key(asset));
    }
    going.stream().filter(asset -> here.containsKey(key(asset))).forEach(this::goes);
    here.values().forEach(this::link);
  }

  /** Unique, also where two kinds use the same words. */
  static String key(Asset asset) {
    return asset.kind() + " " + asset.id();
  }

  private void goes(Asset asset) {
    if (going.add(key(asset))) {
      kinds.merge(asset.kind(), 1, Integer::sum);
    }
  }

  private void link(Asset asset) {
    asset.uses().forEach(used -> holds(asset.id(), used));
    asset.heldBy().forEach(holder -> holds(holder, asset.id()));
    // A rule is derived from the group that it refers to, and goes before it all the same.
    if (!asset.parent().isEmpty() && !asset.uses().contains(asset.parent())) {
      holds(asset.parent(), asset.id());
    }
  }

  private void holds(String holder, String held) {
    for (String one : byId.getOrDefault(held, List.of())) {
      for (String other : byId.getOrDefault(holder, List.of())) {
        if (!one.equals(other)) {
          holders.computeIfAbsent(one, key -> new LinkedHashSet<>()).add(other);
        }
      }
    }
  }

  /** What can go now and is not under way; from now on it is, until it is gone or put back. */
  List<Asset> take() {
    List<String> free = going.stream().filter(this::idle).filter(this::unheld).toList();
    List<String> ready = free.stream().filter(this::inOrder).toList();
    List<String> taken = ready.isEmpty() && busy.isEmpty() ? waitingForEachOther(free) : ready;
    busy.addAll(taken);
    return taken.stream().map(here::get).toList();
  }

  /** It is not there any more. */
  void gone(Asset asset) {
    here.remove(key(asset));
    busy.remove(key(asset));
    if (going.remove(key(asset))) {
      kinds.merge(asset.kind(), -1, Integer::sum);
    }
  }

  /** It is still there and may be tried again. */
  void putBack(Asset asset) {
    busy.remove(key(asset));
  }

  /** It is left alone after all, and so is what it holds. */
  void stays(Asset asset) {
    busy.remove(key(asset));
    if (going.remove(key(asset))) {
      kinds.merge(asset.kind(), -1, Integer::sum);
    }
  }

  /** What should go and has not gone yet. */
  List<Asset> left() {
    return going.stream().map(here::get).toList();
  }

  /** Of what is there still, what holds this one: rather what stays than what goes. */
  Optional<Asset> holder(Asset asset) {
    List<String> holding =
        holders.getOrDefault(key(asset), Set.of()).stream().filter(here::containsKey).toList();
    return holding.stream()
        .filter(key -> !going.contains(key))
        .findFirst()
        .or(() -> holding.stream().findFirst())
        .map(here::get);
  }

  /** The last in a row of those who hold each other: whoever has to move first. */
  Optional<Asset> root(Asset asset) {
    Set<String> seen = new LinkedHashSet<>(List.of(key(asset)));
    Optional<Asset> last = holder(asset);
    Optional<Asset> next = last;
    while (next.isPresent() && seen.add(key(next.get()))) {
      last = next;
      next = going.contains(key(next.get())) ? holder(next.get()) : Optional.empty();
    }
    return last;
  }

  /** Without the kinds' order; but what waits for a thing that can't go waits on, for people. */
  private List<String> waitingForEachOther(List<String> free) {
    Set<String> stuck = new LinkedHashSet<>();
    stuck().forEach(key -> stuck.add(here.get(key).kind()));
    return free.stream()
        .filter(key -> Order.before(here.get(key).kind()).stream().noneMatch(stuck::contains))
        .toList();
  }

  /** What could not go even if all that can had gone. */
  private Set<String> stuck() {
    Set<String> there = new LinkedHashSet<>(here.keySet());
    Set<String> stuck = new LinkedHashSet<>(going);
    boolean fewer = true;
    while (fewer) {
      List<String> free =
          stuck.stream()
              .filter(
                  key -> holders.getOrDefault(key, Set.of()).stream().noneMatch(there::contains))
              .toList();
      free.forEach(there::remove);
      fewer = stuck.removeAll(free);
    }
    return stuck;
  }

  private boolean idle(String key) {
    return !busy.contains(key);
  }

  private boolean unheld(String key) {
    return holders.getOrDefault(key, Set.of()).stream().noneMatch(here::containsKey);
  }

  private boolean inOrder(String key) {
    String own = here.get(key).kind();
    return Order.before(own).stream()
        .allMatch(kind -> kind.equals(own) || kinds.getOrDefault(kind, 0) == 0);
  }
}
