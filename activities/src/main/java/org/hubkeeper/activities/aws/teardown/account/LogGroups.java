package org.hubkeeper.activities.aws.teardown.account;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Sources;
import org.hubkeeper.activities.aws.teardown.Tagged;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/** Groups of logs that EKS and its add-ons name after the cluster. */
public final class LogGroups implements Kind {

  private static final double GIB = 1L << 30;

  @Override
  public String name() {
    return "log-group";
  }

  @Override
  public Slice find(Ground ground, String token) {
    String cluster = ground.cluster().name();
    return Sources.page(
        List.of(
            next -> page(ground, "/aws/eks/" + cluster + "/", next),
            next -> page(ground, "/aws/containerinsights/" + cluster + "/", next),
            next -> Slice.last(tagged(ground))),
        token);
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream()
        .flatMap(id -> page(ground, id, "").sights().stream().filter(one -> one.id().equals(id)))
        .toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    logs(ground).deleteLogGroup(request -> request.logGroupName(sight.id()));
  }

  /** What somebody has tagged, such as the flow log's group. */
  private static List<Sight> tagged(Ground ground) {
    return Tagged.of(ground, "logs:log-group").entrySet().stream()
        .map(one -> sight(one.getKey(), one.getValue()))
        .filter(one -> !one.id().startsWith("/aws/"))
        .toList();
  }

  private static Sight sight(String arn, Map<String, String> tags) {
    return Sight.of("log-group", arn.replaceFirst("^.*:log-group:", "").replace(":*", ""), tags);
  }

  private static Slice page(Ground ground, String prefix, String token) {
    var page =
        logs(ground)
            .describeLogGroups(
                r -> r.logGroupNamePrefix(prefix).nextToken(token.isEmpty() ? null : token));
    return Slice.of(page.logGroups(), LogGroups::sight, page.nextToken());
  }

  private static Sight sight(LogGroup group) {
    double gib = Objects.requireNonNullElse(group.storedBytes(), 0L) / GIB;
    return Sight.of("log-group", group.logGroupName(), Map.of())
        .known("the name that EKS gives")
        .costing(Prices.LOG_GIB * gib);
  }

  private static CloudWatchLogsClient logs(Ground ground) {
    return ground.apis().logs(ground.cluster());
  }
}
