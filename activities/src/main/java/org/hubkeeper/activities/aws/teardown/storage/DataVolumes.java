package org.hubkeeper.activities.aws.teardown.storage;

import java.util.List;
import org.hubkeeper.activities.aws.EbsPrice;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.network.Ec2Kind;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** Block volumes. What uses one is told by its attachment. */
public final class DataVolumes extends Ec2Kind {

  public DataVolumes() {
    super("volume", "volume-id", "");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeVolumes(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(page.volumes(), DataVolumes::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteVolume(request -> request.volumeId(sight.id()));
  }

  private static Sight sight(Volume volume) {
    return Sight.of("volume", volume.volumeId(), tags(volume.tags()))
        .under(volume.attachments().stream().map(VolumeAttachment::instanceId).toList())
        .state(
            volume.stateAsString() + ", %d GiB".formatted(volume.size()),
            volume.state() == VolumeState.DELETING)
        .costing(EbsPrice.monthlyUsd(volume));
  }
}
