package org.hubkeeper.activities.aws.teardown.balancing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagDescription;

/** Load balancers of the first generation. Their names are what AWS knows them by. */
public final class ClassicBalancers implements Kind {

  private static final int PAGE = 200;

  private static final String RESOURCE = "loadbalancer/";

  @Override
  public String name() {
    return "classic-load-balancer";
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
            page.loadBalancerDescriptions().stream()
                .filter(one -> ground.vpcs().contains(one.vpcId()))
                .toList()),
        page.nextMarker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    List<String> names = ids.stream().map(ClassicBalancers::nameOf).toList();
    try {
      return sights(
          ground,
          client(ground)
              .describeLoadBalancers(r -> r.loadBalancerNames(names))
              .loadBalancerDescriptions());
    } catch (LoadBalancerNotFoundException e) {
      return ids.size() == 1
          ? List.of()
          : ids.stream().flatMap(id -> look(ground, List.of(id)).stream()).toList();
    }
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    client(ground).deleteLoadBalancer(r -> r.loadBalancerName(nameOf(sight.id())));
  }

  private static String nameOf(String id) {
    return id.substring(id.indexOf(RESOURCE) + RESOURCE.length());
  }

  private static List<Sight> sights(Ground ground, List<LoadBalancerDescription> balancers) {
    Map<String, Map<String, String>> tags =
        TagsInTwenties.of(
            balancers.stream().map(LoadBalancerDescription::loadBalancerName).toList(),
            some -> ask(ground, some));
    return balancers.stream()
        .map(one -> sight(ground, one, tags.getOrDefault(one.loadBalancerName(), Map.of())))
        .toList();
  }

  private static Map<String, Map<String, String>> ask(Ground ground, List<String> names) {
    try {
      return client(ground).describeTags(r -> r.loadBalancerNames(names)).tagDescriptions().stream()
          .collect(
              Collectors.toMap(
                  TagDescription::loadBalancerName,
                  one -> Marks.map(one.tags(), Tag::key, Tag::value)));
    } catch (LoadBalancerNotFoundException e) {
      return Map.of();
    }
  }

  private static Sight sight(
      Ground ground, LoadBalancerDescription balancer, Map<String, String> tags) {
    String name = balancer.loadBalancerName();
    return Sight.of(
            "classic-load-balancer", ground.arn("elasticloadbalancing", RESOURCE + name), tags)
        .named(name)
        .in(balancer.vpcId())
        .on(balancer.subnets())
        .on(balancer.securityGroups())
        .costing(Prices.CLASSIC_LOAD_BALANCER);
  }

  private static ElasticLoadBalancingClient client(Ground ground) {
    return ground.apis().classicBalancers(ground.cluster());
  }
}
