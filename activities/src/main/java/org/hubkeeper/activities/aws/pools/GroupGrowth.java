package org.hubkeeper.activities.aws.pools;

import java.util.function.Predicate;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.upgrade.OneUpdate;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateType;

/**
 * Keeps a node group from growing, and lets it grow again. What it had before stands on it before
 * anything is changed, so that whoever finds it can give it back.
 */
final class GroupGrowth {

  private static final Predicate<Update> SAME = one -> one.type() == UpdateType.CONFIG_UPDATE;

  private final EksClient eks;
  private final Author author;
  private final OneUpdate update;

  GroupGrowth(EksClient eks, Author author, OneUpdate update) {
    this.eks = eks;
    this.author = author;
    this.update = update;
  }

  /** EKS takes no maximum of 0: an empty group can still get one node. */
  void close(Nodegroup group) {
    if (!GroupTags.closed(group)) {
      eks.tagResource(
          r -> r.resourceArn(group.nodegroupArn()).tags(GroupTags.closing(group, author.run())));
    }
    NodegroupScalingConfig now = group.scalingConfig();
    int size = Math.max(1, now.desiredSize());
    if (now.minSize() > 0 || now.maxSize() > size) {
      throw update.request(SAME, () -> send(group, 0, size, "close"));
    }
  }

  /** One that is not closed stays as it is. */
  void open(Nodegroup group) {
    if (!GroupTags.closed(group)) {
      return;
    }
    NodegroupScalingConfig now = group.scalingConfig();
    NodegroupScalingConfig former = GroupTags.bounds(group);
    if (!now.minSize().equals(former.minSize()) || !now.maxSize().equals(former.maxSize())) {
      throw update.request(SAME, () -> send(group, former.minSize(), former.maxSize(), "open"));
    }
    eks.untagResource(r -> r.resourceArn(group.nodegroupArn()).tagKeys(GroupTags.growthKeys()));
  }

  private Update send(Nodegroup group, int min, int max, String purpose) {
    int desired = Math.max(min, Math.min(max, group.scalingConfig().desiredSize()));
    return eks.updateNodegroupConfig(
            request ->
                request
                    .clusterName(group.clusterName())
                    .nodegroupName(group.nodegroupName())
                    .scalingConfig(sizes -> sizes.minSize(min).maxSize(max).desiredSize(desired))
                    .clientRequestToken(
                        author.token(purpose + " node group " + group.nodegroupName())))
        .update();
  }
}
