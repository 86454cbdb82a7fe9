package org.hubkeeper.activities.aws.teardown.names;

import java.util.HashMap;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;

/** The host names of the load balancers in the networks, with their ids. */
final class BalancerHosts {

  private BalancerHosts() {}

  static Map<String, String> of(Ground ground) {
    Map<String, String> hosts = new HashMap<>();
    if (ground.vpcs().isEmpty()) {
      return hosts;
    }
    ground
        .apis()
        .balancers(ground.cluster())
        .describeLoadBalancersPaginator()
        .loadBalancers()
        .stream()
        .filter(one -> ground.vpcs().contains(one.vpcId()))
        .forEach(one -> hosts.put(RecordId.plain(one.dnsName()), one.loadBalancerArn()));
    ground
        .apis()
        .classicBalancers(ground.cluster())
        .describeLoadBalancersPaginator()
        .loadBalancerDescriptions()
        .stream()
        .filter(one -> ground.vpcs().contains(one.vpcId()))
        .forEach(
            one ->
                hosts.put(
                    RecordId.plain(one.dnsName()),
                    ground.arn("elasticloadbalancing", "loadbalancer/" + one.loadBalancerName())));
    return hosts;
  }
}
