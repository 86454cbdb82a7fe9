package org.hubkeeper.rehearsal.e2e;

import java.util.List;
import org.hubkeeper.rehearsal.BootstrapWorld;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** The Auto Scaling group of a pool, as a colleague may spoil it. */
final class ScalingGroup {

  private static final String DISCOVERY = "k8s.io/cluster-autoscaler/";

  private final AutoScalingClient scaling;
  private final String pool;
  private List<Tag> hidden = List.of();

  ScalingGroup(BootstrapWorld world, String pool) {
    this.pool = pool;
    this.scaling =
        AutoScalingClient.builder()
            .endpointOverride(world.address().aws())
            .region(Region.of(world.cluster().region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("COLLEAGUE", "none")))
            .build();
  }

  /** Takes away what an autoscaler finds the group by. */
  void hide() {
    AutoScalingGroup group =
        scaling.describeAutoScalingGroups().autoScalingGroups().stream()
            .filter(one -> one.tags().stream().anyMatch(this::ofPool))
            .findFirst()
            .orElseThrow();
    hidden =
        group.tags().stream()
            .filter(tag -> tag.key().startsWith(DISCOVERY) && !tag.key().contains("template"))
            .map(
                tag ->
                    Tag.builder()
                        .key(tag.key())
                        .value(tag.value())
                        .resourceId(group.autoScalingGroupName())
                        .resourceType("auto-scaling-group")
                        .propagateAtLaunch(tag.propagateAtLaunch())
                        .build())
            .toList();
    scaling.deleteTags(r -> r.tags(hidden));
  }

  /** Puts it back. */
  void show() {
    scaling.createOrUpdateTags(r -> r.tags(hidden));
    scaling.close();
  }

  private boolean ofPool(TagDescription tag) {
    return tag.key().equals("eks:nodegroup-name") && tag.value().equals(pool);
  }
}
