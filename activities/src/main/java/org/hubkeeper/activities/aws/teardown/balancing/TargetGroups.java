package org.hubkeeper.activities.aws.teardown.balancing;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** Target groups of load balancers. */
public final class TargetGroups implements Kind {

  private static final int PAGE = 200;

  @Override
  public String name() {
    return "target-group";
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    var page =
        client(ground)
            .describeTargetGroups(r -> r.pageSize(PAGE).marker(token.isEmpty() ? null : token));
    return new Slice(
        sights(
            ground,
            page.targetGroups().stream()
                .filter(one -> ground.vpcs().contains(one.vpcId()))
                .toList()),
        page.nextMarker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    try {
      return sights(
          ground, client(ground).describeTargetGroups(r -> r.targetGroupArns(ids)).targetGroups());
    } catch (TargetGroupNotFoundException e) {
      return ids.size() == 1
          ? List.of()
          : ids.stream().flatMap(id -> look(ground, List.of(id)).stream()).toList();
    }
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    client(ground).deleteTargetGroup(r -> r.targetGroupArn(sight.id()));
  }

  private static List<Sight> sights(Ground ground, List<TargetGroup> groups) {
    Map<String, Map<String, String>> tags =
        BalancerTags.of(client(ground), groups.stream().map(TargetGroup::targetGroupArn).toList());
    return groups.stream()
        .map(one -> sight(one, tags.getOrDefault(one.targetGroupArn(), Map.of())))
        .toList();
  }

  private static Sight sight(TargetGroup group, Map<String, String> tags) {
    return Sight.of("target-group", group.targetGroupArn(), tags)
        .named(group.targetGroupName())
        .in(group.vpcId())
        .under(group.loadBalancerArns());
  }

  private static ElasticLoadBalancingV2Client client(Ground ground) {
    return ground.apis().balancers(ground.cluster());
  }
}
