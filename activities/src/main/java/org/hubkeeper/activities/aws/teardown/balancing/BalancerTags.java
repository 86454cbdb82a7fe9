package org.hubkeeper.activities.aws.teardown.balancing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.teardown.Marks;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** Tags of load balancers of the second generation and of their target groups. */
final class BalancerTags {

  private BalancerTags() {}

  /** By ARN; what has gone meanwhile has none. */
  static Map<String, Map<String, String>> of(
      ElasticLoadBalancingV2Client client, List<String> arns) {
    return TagsInTwenties.of(arns, some -> ask(client, some));
  }

  private static Map<String, Map<String, String>> ask(
      ElasticLoadBalancingV2Client client, List<String> arns) {
    try {
      return client.describeTags(r -> r.resourceArns(arns)).tagDescriptions().stream()
          .collect(
              Collectors.toMap(
                  TagDescription::resourceArn, one -> Marks.map(one.tags(), Tag::key, Tag::value)));
    } catch (LoadBalancerNotFoundException | TargetGroupNotFoundException e) {
      return Map.of();
    }
  }
}
