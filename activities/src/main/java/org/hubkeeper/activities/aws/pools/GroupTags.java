package org.hubkeeper.activities.aws.pools;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;

/** What Hubkeeper notes on a node group: whose copy it is, and bounds that it is to get back. */
final class GroupTags {

  static final String COPY_OF = "hubkeeper/copy-of";

  private static final String RUN = "hubkeeper/growth-run";
  private static final String FORMER = "hubkeeper/growth-former";

  /** What is no lasting part of a group, so that its copy does not get it. */
  static final List<String> OF_A_WHILE = List.of(RUN, FORMER, COPY_OF);

  private static final Pattern BOUNDS = Pattern.compile("min (\\d+) max (\\d+)");

  private GroupTags() {}

  static Mark growth(Nodegroup group) {
    return closed(group)
        ? new Mark(group.tags().getOrDefault(RUN, ""), group.tags().get(FORMER))
        : Mark.NONE;
  }

  static boolean closed(Nodegroup group) {
    return group.tags().containsKey(FORMER);
  }

  /** The tags that close a group, noting what it has now. */
  static Map<String, String> closing(Nodegroup group, String run) {
    NodegroupScalingConfig now = group.scalingConfig();
    return Map.of(RUN, run, FORMER, "min %d max %d".formatted(now.minSize(), now.maxSize()));
  }

  static List<String> growthKeys() {
    return List.of(RUN, FORMER);
  }

  /** The bounds from before a group was closed; its present ones when it is not. */
  static NodegroupScalingConfig bounds(Nodegroup group) {
    NodegroupScalingConfig now = group.scalingConfig();
    return former(group)
        .map(
            found ->
                now.toBuilder()
                    .minSize(Integer.valueOf(found.group(1)))
                    .maxSize(Integer.valueOf(found.group(2)))
                    .build())
        .orElse(now);
  }

  private static Optional<Matcher> former(Nodegroup group) {
    Matcher found = BOUNDS.matcher(group.tags().getOrDefault(FORMER, ""));
    return found.matches() ? Optional.of(found) : Optional.empty();
  }

  /** Whether the group was made as a copy of the other. */
  static boolean copyOf(Nodegroup group, String other) {
    return other.equals(group.tags().get(COPY_OF));
  }
}
