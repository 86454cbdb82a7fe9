package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.FlowLog;

/** Logs of a network's traffic. */
public final class FlowLogs extends Ec2Kind {

  public FlowLogs() {
    super("flow-log", "flow-log-id", "resource-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeFlowLogs(
                request -> request.filter(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(page.flowLogs(), FlowLogs::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    Unsuccessful.check(ec2.deleteFlowLogs(r -> r.flowLogIds(sight.id())).unsuccessful());
  }

  private static Sight sight(FlowLog log) {
    return Sight.of("flow-log", log.flowLogId(), tags(log.tags()))
        .in(log.resourceId().startsWith("vpc-") ? log.resourceId() : "")
        .on(List.of(log.resourceId()));
  }
}
