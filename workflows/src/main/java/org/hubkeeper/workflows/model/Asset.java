package org.hubkeeper.workflows.model;

import java.util.List;

/**
 * Something in an account or a cluster that costs, holds something up, or is held. No name of a
 * person is in it: claims and pods of users are told of by their namespace and number.
 *
 * @param kind the kind's name with dashes, as {@code network-interface}
 * @param id what the provider calls it, unique in its account; of a Kubernetes object {@code
 *     kind/namespace/name}, with an empty namespace where it is in none
 * @param name what people call it; the id when it has none
 * @param whose how it stands to the cluster
 * @param evidence how that was found out, as {@code tag kubernetes.io/cluster/old=owned}; of
 *     something foreign its owner, in words
 * @param parent id of what it was derived from and goes with; empty when it stands for itself
 * @param uses ids of what can't go before it
 * @param heldBy ids of what has to go before it, where only this side tells so
 * @param state what the provider says of it, and whether it is on its way out already
 * @param maker what created it, in words; empty when nothing tells
 * @param namespace of a Kubernetes object, and of what was made for one (volume, file system, load
 *     balancer, target group, record): where it belongs; else empty
 * @param monthlyUsd list price; 0 when it costs nothing by itself
 */
public record Asset(
    String kind,
    String id,
    String name,
    Whose whose,
    String evidence,
    String parent,
    List<String> uses,
    List<String> heldBy,
    State state,
    String maker,
    String namespace,
    double monthlyUsd) {

  public Asset {
    uses = List.copyOf(uses);
    heldBy = List.copyOf(heldBy);
  }

  /** How something stands to the cluster. */
  public enum Whose {
    /** It carries the cluster's mark, or another trace that only the cluster can leave. */
    OWN,
    /** Nothing names its owner, but it is inside of a network of the cluster, which it holds. */
    INSIDE,
    /**
     * It is another cluster's, shared, the account's default, or names somebody else by a tag such
     * as {@code owner} or {@code team}, which the evidence tells.
     */
    FOREIGN,
    /** Nothing tells. */
    UNKNOWN
  }

  /**
   * A state in the provider's word.
   *
   * @param leaving whether its removal is under way; of a key whether its end is scheduled
   * @param guard protection that has to be lifted before; empty when there is none
   */
  public record State(String word, boolean leaving, String guard) {}

  /** As people are told of it. */
  @Override
  public String toString() {
    String title = kind.replace('-', ' ') + " " + id;
    return name.isEmpty() || name.equals(id) ? title : title + " (" + name + ")";
  }
}
