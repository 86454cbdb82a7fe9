package org.hubkeeper.activities.aws.teardown;

import org.hubkeeper.workflows.model.Asset.Whose;

/**
 * Whether something is the cluster's.
 *
 * <ol>
 *   <li>What must never be removed is nobody's to remove.
 *   <li>A tag of another cluster, or one that says that several share it, makes it foreign.
 *   <li>The cluster's own tag makes it the cluster's, or another trace that only it can leave.
 *   <li>What has neither, but is inside of one of the cluster's networks, is inside: it has to go
 *       before the network can.
 *   <li>Of the rest nothing is known.
 * </ol>
 *
 * @param reason in words, with the tag where it is one
 */
public record Belonging(Whose whose, String reason) {

  /** Judged by what a look shows. */
  public static Belonging of(Ground ground, Sight sight) {
    String cluster = ground.cluster().name();
    boolean marked = Marks.names(cluster, sight.tags()) || !sight.trace().isEmpty();
    var owner = Marks.owner(sight.tags());
    if (!marked && owner.isPresent()) {
      return new Belonging(Whose.FOREIGN, owner.get());
    }
    if (!sight.state().taboo().isEmpty()) {
      return new Belonging(Whose.FOREIGN, sight.state().taboo());
    }
    var own = Marks.of(cluster, sight.tags());
    var other = Marks.other(cluster, sight.tags());
    if (other.isPresent()) {
      return new Belonging(Whose.FOREIGN, "the cluster " + other.get() + ", by a tag");
    }
    var shared = Marks.shared(sight.tags());
    if (shared.isPresent()) {
      return new Belonging(Whose.FOREIGN, "several clusters, by the tag " + shared.get());
    }
    if (own.isPresent()) {
      return new Belonging(Whose.OWN, "tag " + own.get());
    }
    if (!sight.trace().isEmpty()) {
      return new Belonging(Whose.OWN, sight.trace());
    }
    return ground.vpcs().contains(sight.vpc())
        ? new Belonging(Whose.INSIDE, "it is in " + sight.vpc())
        : new Belonging(Whose.UNKNOWN, "");
  }
}
