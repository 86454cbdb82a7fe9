package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Auto Scaling groups; those of node groups go with them. */
public final class ScalingGroups implements Kind {

  private static final int PAGE = 100;
  private static final String NAME_IN_ARN = "autoScalingGroupName/";

  @Override
  public String name() {
    return "auto-scaling-group";
  }

  @Override
  public Slice find(Ground ground, String token) {
    List<String> keys = Marks.keys(ground.cluster().name());
    var page =
        client(ground)
            .describeAutoScalingGroups(
                r ->
                    r.filters(Filter.builder().name("tag-key").values(keys).build())
                        .maxRecords(PAGE)
                        .nextToken(token.isEmpty() ? null : token));
    return new Slice(
        page.autoScalingGroups().stream()
            .map(ScalingGroups::sight)
            .filter(one -> Marks.names(ground.cluster().name(), one.tags()))
            .toList(),
        page.nextToken());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    List<String> names = ids.stream().map(ScalingGroups::nameIn).toList();
    return client(ground)
        .describeAutoScalingGroupsPaginator(r -> r.autoScalingGroupNames(names))
        .autoScalingGroups()
        .stream()
        .map(ScalingGroups::sight)
        .filter(one -> ids.contains(one.id()))
        .toList();
  }

  /** With its instances, as people mean it. */
  @Override
  public void delete(Ground ground, Sight sight) {
    client(ground)
        .deleteAutoScalingGroup(r -> r.autoScalingGroupName(nameIn(sight.id())).forceDelete(true));
  }

  private static String nameIn(String arn) {
    return arn.substring(arn.indexOf(NAME_IN_ARN) + NAME_IN_ARN.length());
  }

  private static Sight sight(AutoScalingGroup group) {
    Map<String, String> tags = Marks.map(group.tags(), TagDescription::key, TagDescription::value);
    String subnets = group.vpcZoneIdentifier() == null ? "" : group.vpcZoneIdentifier();
    return Sight.of("auto-scaling-group", group.autoScalingGroupARN(), tags)
        .named(group.autoScalingGroupName())
        .on(List.of(subnets.split(",")))
        .state(group.status(), group.status() != null && !group.status().isEmpty());
  }

  private static AutoScalingClient client(Ground ground) {
    return ground.apis().autoScaling(ground.cluster());
  }
}
