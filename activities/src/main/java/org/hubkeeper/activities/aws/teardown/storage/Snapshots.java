package org.hubkeeper.activities.aws.teardown.storage;

import java.util.List;
import java.util.Objects;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.network.Ec2Kind;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The account's own snapshots of block volumes. */
public final class Snapshots extends Ec2Kind {

  private static final String SELF = "self";

  public Snapshots() {
    super("snapshot", "snapshot-id", "");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeSnapshots(
                request ->
                    request
                        .ownerIds(SELF)
                        .filters(filters)
                        .maxResults(PAGE)
                        .nextToken(orNull(token)));
    return Slice.of(page.snapshots(), Snapshots::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteSnapshot(request -> request.snapshotId(sight.id()));
  }

  private static Sight sight(Snapshot snapshot) {
    int size = Objects.requireNonNullElse(snapshot.volumeSize(), 0);
    return Sight.of("snapshot", snapshot.snapshotId(), tags(snapshot.tags()))
        .state(snapshot.stateAsString() + ", of " + snapshot.volumeId(), false)
        .costing(Prices.SNAPSHOT_GIB * size);
  }
}
