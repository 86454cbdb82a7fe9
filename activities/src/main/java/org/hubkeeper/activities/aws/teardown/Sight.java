package org.hubkeeper.activities.aws.teardown;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.Asset;

/**
 * Something of an account, as a look shows it.
 *
 * @param kind the kind's name, as {@code subnet}
 * @param id what the provider calls it
 * @param name what people call it; the id when it has none
 * @param vpc the network that it is in; empty when it is in none
 * @param uses ids of what it stands on, which can't go before it
 * @param heldBy ids of what stands on it, where only this side tells so
 * @param parent id of what it is a part of and goes with; empty when it stands for itself
 * @param state what the provider says of it
 * @param maker what created it, in words; empty when nothing tells
 * @param trace what else than tags shows that it is the cluster's, in words; empty for most
 * @param monthlyUsd list price
 */
public record Sight(
    String kind,
    String id,
    String name,
    Map<String, String> tags,
    String vpc,
    List<String> uses,
    List<String> heldBy,
    String parent,
    State state,
    String maker,
    String trace,
    double monthlyUsd) {

  /**
   * A state in the provider's word.
   *
   * @param leaving whether its removal is under way already
   * @param guarded whether the provider refuses to remove it until a protection is lifted
   * @param taboo why it must not be removed, whatever a plan says; empty for most
   */
  public record State(String word, boolean leaving, boolean guarded, String taboo) {

    static final State NONE = new State("", false, false, "");
  }

  public Sight {
    tags = Map.copyOf(tags);
    uses = known(uses.stream());
    heldBy = known(heldBy.stream());
  }

  /** With what every kind has. */
  public static Sight of(String kind, String id, Map<String, String> tags) {
    String name = tags.getOrDefault("Name", id);
    return new Sight(
        kind, id, name, tags, "", List.of(), List.of(), "", State.NONE, Makers.of(tags), "", 0);
  }

  /** What it is called where its tags don't tell. */
  public Sight named(String word) {
    return new Sight(
        kind, id, word, tags, vpc, uses, heldBy, parent, state, maker, trace, monthlyUsd);
  }

  /** Inside a network, which can't go before it. */
  public Sight in(String network) {
    String there = network == null ? "" : network;
    return new Sight(
            kind, id, name, tags, there, uses, heldBy, parent, state, maker, trace, monthlyUsd)
        .on(there.equals(id) ? List.of() : List.of(there));
  }

  /** Standing on these as well. */
  public Sight on(List<String> others) {
    List<String> all = known(Stream.concat(uses.stream(), others.stream()));
    return new Sight(
        kind, id, name, tags, vpc, all, heldBy, parent, state, maker, trace, monthlyUsd);
  }

  /** Not to be removed while these are there. */
  public Sight under(List<String> others) {
    return new Sight(
        kind, id, name, tags, vpc, uses, others, parent, state, maker, trace, monthlyUsd);
  }

  /** Part of something, and made by it. */
  public Sight partOf(String whole, String words) {
    return new Sight(
        kind, id, name, tags, vpc, uses, heldBy, whole, state, words, trace, monthlyUsd);
  }

  /** Made by something else. */
  public Sight madeBy(String words) {
    return partOf(parent, words);
  }

  /** In a state of the provider's. */
  public Sight state(String word, boolean leaving) {
    return state(new State(word == null ? "" : word, leaving, state.guarded(), state.taboo()));
  }

  /** Behind a protection against its removal. */
  public Sight guarded(Boolean on) {
    boolean guarded = Boolean.TRUE.equals(on);
    return state(new State(state.word(), state.leaving(), guarded, state.taboo()));
  }

  /** Never to be removed. */
  public Sight taboo(String reason) {
    return state(new State(state.word(), state.leaving(), state.guarded(), reason));
  }

  /** The cluster's for a reason that no tag tells. */
  public Sight known(String reason) {
    return new Sight(
        kind, id, name, tags, vpc, uses, heldBy, parent, state, maker, reason, monthlyUsd);
  }

  /** At a price. */
  public Sight costing(double usd) {
    return new Sight(
        kind, id, name, tags, vpc, uses, heldBy, parent, state, maker, trace, Prices.round(usd));
  }

  private Sight state(State now) {
    return new Sight(
        kind, id, name, tags, vpc, uses, heldBy, parent, now, maker, trace, monthlyUsd);
  }

  private static List<String> known(Stream<String> ids) {
    return ids.filter(id -> id != null && !id.isEmpty()).distinct().toList();
  }

  /** As a plan has it. */
  public Asset asset(Belonging belonging) {
    return new Asset(
        kind,
        id,
        name,
        belonging.whose(),
        belonging.reason(),
        parent,
        uses,
        heldBy,
        new Asset.State(
            state.word(), state.leaving(), state.guarded() ? "protection against deletion" : ""),
        maker,
        tags.getOrDefault("kubernetes.io/created-for/pvc/namespace", ""),
        monthlyUsd);
  }

  /** As people are told of it. */
  @Override
  public String toString() {
    String title = kind.replace('-', ' ') + " " + id;
    return name.equals(id) ? title : title + " (" + name + ")";
  }
}
