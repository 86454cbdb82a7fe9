package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Objects;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.network.Ec2Kind;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Machines. */
public final class Instances extends Ec2Kind {

  public Instances() {
    super("instance", "instance-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeInstances(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(
        page.reservations().stream()
            .flatMap(one -> one.instances().stream())
            // EC2 shows them for an hour after they have gone.
            .filter(one -> one.state().name() != InstanceStateName.TERMINATED)
            .toList(),
        Instances::sight,
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.terminateInstances(request -> request.instanceIds(sight.id()));
  }

  private static Sight sight(Instance instance) {
    return Sight.of("instance", instance.instanceId(), tags(instance.tags()))
        .in(instance.vpcId())
        .on(List.of(Objects.requireNonNullElse(instance.subnetId(), "")))
        .on(groups(instance.securityGroups()))
        .state(
            instance.state().nameAsString(),
            instance.state().name() == InstanceStateName.SHUTTING_DOWN);
  }
}
