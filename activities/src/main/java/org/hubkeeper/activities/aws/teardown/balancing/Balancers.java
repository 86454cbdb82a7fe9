package org.hubkeeper.activities.aws.teardown.balancing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;

/** Application, network and gateway load balancers: their interfaces outlive them by minutes. */
public final class Balancers implements Kind {

  private static final int PAGE = 200;

  /** Most that AWS takes by ARN. */
  private static final int ARNS = 20;

  private static final String PROTECTION = "deletion_protection.enabled";

  private static final LoadBalancerAttribute OFF =
      LoadBalancerAttribute.builder().key(PROTECTION).value("false").build();

  @Override
  public String name() {
    return "load-balancer";
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    var page =
        client(ground)
            .describeLoadBalancers(r -> r.pageSize(PAGE).marker(token.isEmpty() ? null : token));
    return new Slice(
        sights(
            ground,
            page.loadBalancers().stream()
                .filter(one -> ground.vpcs().contains(one.vpcId()))
                .toList()),
        page.nextMarker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    List<Sight> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += ARNS) {
      found.addAll(some(ground, ids.subList(from, Math.min(from + ARNS, ids.size()))));
    }
    return found;
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    client(ground).deleteLoadBalancer(r -> r.loadBalancerArn(sight.id()));
  }

  @Override
  public void unguard(Ground ground, Sight sight) {
    client(ground).modifyLoadBalancerAttributes(r -> r.loadBalancerArn(sight.id()).attributes(OFF));
  }

  /** One that is gone fails the call for all. */
  private static List<Sight> some(Ground ground, List<String> arns) {
    try {
      return sights(
          ground,
          client(ground).describeLoadBalancers(r -> r.loadBalancerArns(arns)).loadBalancers());
    } catch (LoadBalancerNotFoundException e) {
      return arns.size() == 1
          ? List.of()
          : arns.stream().flatMap(arn -> some(ground, List.of(arn)).stream()).toList();
    }
  }

  private static List<Sight> sights(Ground ground, List<LoadBalancer> balancers) {
    Map<String, Map<String, String>> tags =
        BalancerTags.of(
            client(ground), balancers.stream().map(LoadBalancer::loadBalancerArn).toList());
    return balancers.stream()
        .map(one -> sight(one, tags.getOrDefault(one.loadBalancerArn(), Map.of())))
        .map(sight -> sight.guarded(guarded(ground, sight.id())))
        .toList();
  }

  private static boolean guarded(Ground ground, String arn) {
    try {
      return client(ground)
          .describeLoadBalancerAttributes(r -> r.loadBalancerArn(arn))
          .attributes()
          .stream()
          .anyMatch(one -> one.key().equals(PROTECTION) && one.value().equals("true"));
    } catch (LoadBalancerNotFoundException e) {
      return false;
    }
  }

  private static Sight sight(LoadBalancer balancer, Map<String, String> tags) {
    return Sight.of("load-balancer", balancer.loadBalancerArn(), tags)
        .named(balancer.loadBalancerName())
        .in(balancer.vpcId())
        .on(balancer.availabilityZones().stream().map(AvailabilityZone::subnetId).toList())
        .on(balancer.securityGroups())
        .state(balancer.state() == null ? "" : balancer.state().codeAsString(), false)
        .costing(Prices.LOAD_BALANCER);
  }

  private static ElasticLoadBalancingV2Client client(Ground ground) {
    return ground.apis().balancers(ground.cluster());
  }
}
