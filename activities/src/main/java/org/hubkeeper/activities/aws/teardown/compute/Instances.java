package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Map;
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

  private static final String GROUP = "aws:autoscaling:groupName";

  public Instances() {
    super("instance", "instance-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeInstances(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    List<Sight> sights =
        page.reservations().stream()
            .flatMap(one -> one.instances().stream())
            // EC2 shows them for an hour after they have gone.
            .filter(one -> one.state().name() != InstanceStateName.TERMINATED)
            .map(Instances::sight)
            .toList();
    return new Slice(ofGroups(ground, sights), page.nextToken());
  }

  /** A group would start another one in its place. */
  @Override
  public boolean waits(Sight sight) {
    return !sight.parent().isEmpty();
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.terminateInstances(request -> request.instanceIds(sight.id()));
  }

  private static List<Sight> ofGroups(Ground ground, List<Sight> sights) {
    List<String> names =
        sights.stream()
            .map(one -> one.tags().getOrDefault(GROUP, ""))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    Map<String, String> groups = ScalingGroups.arns(ground, names);
    return sights.stream()
        .map(one -> ofGroup(one, groups.get(one.tags().getOrDefault(GROUP, ""))))
        .toList();
  }

  private static Sight ofGroup(Sight sight, String group) {
    return group == null ? sight : sight.partOf(group, sight.maker());
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
