package org.hubkeeper.activities.aws.teardown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.Removal.Keepsake;
import org.hubkeeper.workflows.activity.Removal.Outcome;
import org.hubkeeper.workflows.activity.Removal.Result;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/**
 * Volumes that stay on purpose: detached, and with tags by which people can tell them in a year.
 */
final class Keepsakes {

  private final Ec2Client ec2;
  private final ClusterRef cluster;

  Keepsakes(Ec2Client ec2, ClusterRef cluster) {
    this.ec2 = ec2;
    this.cluster = cluster;
  }

  List<Outcome> ensure(List<Keepsake> keepsakes) {
    List<String> ids = keepsakes.stream().map(Keepsake::volume).toList();
    Map<String, Volume> seen = look(ids);
    List<String> attached = new ArrayList<>();
    for (Keepsake keepsake : keepsakes) {
      Volume volume = seen.get(keepsake.volume());
      if (volume != null) {
        tag(keepsake, volume);
        if (volume.state() != VolumeState.AVAILABLE) {
          attached.add(keepsake.volume());
        }
      }
    }
    if (!attached.isEmpty()) {
      throw Failures.notReady(
          Blocker.of(
              "volume " + attached.get(0),
              holder(seen.get(attached.get(0))),
              "it is detached once nothing in the cluster uses it, or its machine has ended"),
          attached);
    }
    return ids.stream().map(id -> outcome(id, seen.containsKey(id))).toList();
  }

  private void tag(Keepsake keepsake, Volume volume) {
    Map<String, String> present = Marks.map(volume.tags(), Tag::key, Tag::value);
    List<Tag> missing =
        tags(keepsake)
            .filter(tag -> !tag.value().isEmpty() && !tag.value().equals(present.get(tag.key())))
            // A name that people gave says more than ours.
            .filter(tag -> !tag.key().equals("Name") || generated(present.get("Name")))
            .toList();
    if (!missing.isEmpty()) {
      ec2.createTags(request -> request.resources(keepsake.volume()).tags(missing));
    }
  }

  private Stream<Tag> tags(Keepsake keepsake) {
    String what = keepsake.hub().isEmpty() ? keepsake.namespace() : keepsake.hub();
    return Stream.of(
        tag("Name", "%s of %s, kept %s".formatted(what, cluster.name(), keepsake.date())),
        tag("hubkeeper/hub", keepsake.hub()),
        tag("hubkeeper/namespace", keepsake.namespace()),
        tag("hubkeeper/cluster", cluster.name()),
        tag("hubkeeper/kept-since", keepsake.date()));
  }

  private static boolean generated(String name) {
    return name == null || name.contains("-dynamic-");
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private Map<String, Volume> look(List<String> ids) {
    Filter filter = Filter.builder().name("volume-id").values(ids).build();
    return ec2.describeVolumes(request -> request.filters(filter)).volumes().stream()
        .collect(Collectors.toMap(Volume::volumeId, Function.identity()));
  }

  private static String holder(Volume volume) {
    return volume.attachments().stream()
        .findFirst()
        .map(one -> "its attachment to instance " + one.instanceId())
        .orElse("EC2, which says " + volume.stateAsString());
  }

  private static Outcome outcome(String id, boolean there) {
    return there
        ? new Outcome(id, Result.KEPT, "")
        : new Outcome(id, Result.GONE, "it no longer exists");
  }
}
