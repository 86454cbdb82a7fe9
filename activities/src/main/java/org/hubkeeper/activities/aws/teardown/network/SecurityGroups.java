package org.hubkeeper.activities.aws.teardown.network;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Security groups; a network's default one goes with it. */
public final class SecurityGroups extends Ec2Kind {

  private static final String DEFAULT = "default";

  public SecurityGroups() {
    super("security-group", "group-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeSecurityGroups(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(
        page.securityGroups().stream().filter(one -> !one.groupName().equals(DEFAULT)).toList(),
        SecurityGroups::sight,
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteSecurityGroup(request -> request.groupId(sight.id()));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return Interfaces.holder(ground, filter("group-id", List.of(sight.id())))
        .or(() -> referring(ground, sight, "ip-permission.group-id"))
        .or(() -> referring(ground, sight, "egress.ip-permission.group-id"));
  }

  private static Optional<Holder> referring(Ground ground, Sight sight, String filter) {
    return ec2(ground)
        .describeSecurityGroups(
            request -> request.filters(filter(filter, List.of(sight.id()))).maxResults(PAGE))
        .securityGroups()
        .stream()
        .filter(other -> !other.groupId().equals(sight.id()))
        .findFirst()
        .map(
            other ->
                new Holder(
                    "a rule of security group %s (%s)"
                        .formatted(other.groupId(), other.groupName()),
                    Instant.EPOCH,
                    "revoke the rule that refers to " + sight.id()));
  }

  private static Sight sight(SecurityGroup group) {
    Sight sight =
        Sight.of("security-group", group.groupId(), tags(group.tags()))
            .named(group.groupName())
            .in(group.vpcId());
    return sight.maker().isEmpty() ? sight.madeBy(maker(group.groupName())) : sight;
  }

  /** Controllers tag not all that they make, but they name it alike. */
  private static String maker(String name) {
    if (name.startsWith("k8s-elb-")) {
      return "Kubernetes for a load balancer";
    }
    if (name.startsWith("k8s-")) {
      return "the AWS load balancer controller";
    }
    return name.startsWith("eks-cluster-sg-") ? "EKS" : "";
  }
}
