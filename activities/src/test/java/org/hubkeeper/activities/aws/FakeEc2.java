package org.hubkeeper.activities.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/**
 * Remembers volumes, snapshots and what was asked to be changed; before a change a hook may run.
 */
final class FakeEc2 implements Ec2Client {

  static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  final Map<String, Volume> volumes = new LinkedHashMap<>();
  final Map<String, Map<String, String>> tags = new HashMap<>();
  final List<Snapshot> snapshots = new ArrayList<>();
  final List<String> changes = new ArrayList<>();
  final List<Integer> asked = new ArrayList<>();
  Runnable beforeDelete = () -> {};
  String refuseDelete = "";
  boolean shownWhileDeleting;

  FakeEc2 volume(String id, String state, String... keysAndValues) {
    volumes.put(
        id,
        Volume.builder()
            .volumeId(id)
            .state(state)
            .size(10)
            .volumeType("gp3")
            .availabilityZone("us-west-2a")
            .createTime(CREATED)
            .build());
    tags.put(id, new LinkedHashMap<>());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tags.get(id).put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return this;
  }

  void attach(String id, String instance) {
    volumes.computeIfPresent(
        id,
        (same, volume) ->
            volume.toBuilder()
                .state("in-use")
                .attachments(VolumeAttachment.builder().instanceId(instance).build())
                .build());
  }

  FakeEc2 snapshot(String id, String volume, String state, Tag... tags) {
    snapshots.add(
        Snapshot.builder()
            .snapshotId(id)
            .volumeId(volume)
            .state(state)
            .startTime(CREATED.plusSeconds(snapshots.size()))
            .tags(Arrays.asList(tags))
            .build());
    return this;
  }

  void completeSnapshots(String state) {
    snapshots.replaceAll(snapshot -> snapshot.toBuilder().state(state).build());
  }

  void progress(String percent) {
    snapshots.replaceAll(snapshot -> snapshot.toBuilder().progress(percent).build());
  }

  @Override
  public DescribeVolumesResponse describeVolumes(DescribeVolumesRequest request) {
    Filter filter = request.filters().get(0);
    asked.add(filter.values().size());
    List<Volume> found =
        volumes.values().stream()
            .filter(
                volume ->
                    filter
                        .values()
                        .contains(
                            filter.name().equals("status")
                                ? volume.stateAsString()
                                : volume.volumeId()))
            .map(volume -> volume.toBuilder().tags(tagsOf(volume.volumeId())).build())
            .toList();
    String next = "1".equals(request.nextToken()) ? null : "1";
    return DescribeVolumesResponse.builder()
        .volumes(found)
        .nextToken(filter.name().equals("status") ? next : null)
        .build();
  }

  @Override
  public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request) {
    List<String> of = request.filters().get(0).values();
    return DescribeSnapshotsResponse.builder()
        .snapshots(snapshots.stream().filter(one -> of.contains(one.volumeId())).toList())
        .build();
  }

  @Override
  public CreateTagsResponse createTags(CreateTagsRequest request) {
    changes.add("tag " + request.resources());
    for (String id : request.resources()) {
      exists(id);
      request.tags().forEach(tag -> tags.get(id).put(tag.key(), tag.value()));
    }
    return CreateTagsResponse.builder().build();
  }

  @Override
  public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
    changes.add("untag " + request.resources());
    for (String id : request.resources()) {
      request.tags().stream()
          .filter(tag -> tag.value() == null || tag.value().equals(tags.get(id).get(tag.key())))
          .forEach(tag -> tags.get(id).remove(tag.key()));
    }
    return DeleteTagsResponse.builder().build();
  }

  @Override
  public CreateSnapshotResponse createSnapshot(CreateSnapshotRequest request) {
    exists(request.volumeId());
    changes.add("snapshot " + request.volumeId());
    String id = "snap-" + (snapshots.size() + 1);
    snapshot(
        id,
        request.volumeId(),
        "pending",
        request.tagSpecifications().get(0).tags().toArray(Tag[]::new));
    return CreateSnapshotResponse.builder().snapshotId(id).build();
  }

  @Override
  public DeleteVolumeResponse deleteVolume(DeleteVolumeRequest request) {
    beforeDelete.run();
    String id = request.volumeId();
    exists(id);
    if (!refuseDelete.isEmpty()) {
      throw refusal(refuseDelete);
    }
    if (volumes.get(id).stateAsString().equals("in-use")) {
      throw refusal("VolumeInUse");
    }
    changes.add("delete " + id);
    volumes.computeIfPresent(
        id,
        (same, volume) -> shownWhileDeleting ? volume.toBuilder().state("deleting").build() : null);
    return DeleteVolumeResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "ec2";
  }

  @Override
  public void close() {}

  private List<Tag> tagsOf(String id) {
    return tags.get(id).entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private void exists(String id) {
    if (!volumes.containsKey(id)) {
      throw refusal("InvalidVolume.NotFound");
    }
  }

  private static RuntimeException refusal(String code) {
    return Ec2Exception.builder()
        .statusCode(400)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build())
        .build();
  }
}
