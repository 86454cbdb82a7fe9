package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  private static final String NODE_GROUP = "eks:nodegroup-name";
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
        sights(ground, page.autoScalingGroups()).stream()
            .filter(one -> Marks.names(ground.cluster().name(), one.tags()))
            .toList(),
        page.nextToken());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    List<String> names = ids.stream().map(ScalingGroups::nameIn).toList();
    return sights(ground, groups(ground, names)).stream()
        .filter(one -> ids.contains(one.id()))
        .toList();
  }

  /** That of a node group goes with it. */
  @Override
  public boolean waits(Sight sight) {
    return !sight.parent().isEmpty();
  }

  /** ARNs of the groups of these names that are still there. */
  static Map<String, String> arns(Ground ground, List<String> names) {
    return names.isEmpty()
        ? Map.of()
        : groups(ground, names).stream()
            .collect(
                Collectors.toMap(
                    AutoScalingGroup::autoScalingGroupName, AutoScalingGroup::autoScalingGroupARN));
  }

  private static List<AutoScalingGroup> groups(Ground ground, List<String> names) {
    return client(ground)
        .describeAutoScalingGroupsPaginator(r -> r.autoScalingGroupNames(names))
        .autoScalingGroups()
        .stream()
        .toList();
  }

  private static List<Sight> sights(Ground ground, List<AutoScalingGroup> groups) {
    List<Sight> sights = groups.stream().map(ScalingGroups::sight).toList();
    if (sights.stream().noneMatch(one -> one.tags().containsKey(NODE_GROUP))) {
      return sights;
    }
    Map<String, String> nodeGroups =
        new NodeGroups()
            .find(ground, "").sights().stream().collect(Collectors.toMap(Sight::name, Sight::id));
    return sights.stream().map(one -> ofNodeGroup(one, nodeGroups)).toList();
  }

  private static Sight ofNodeGroup(Sight sight, Map<String, String> nodeGroups) {
    String whole = nodeGroups.get(sight.tags().getOrDefault(NODE_GROUP, ""));
    return whole == null ? sight : sight.partOf(whole, sight.maker());
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
