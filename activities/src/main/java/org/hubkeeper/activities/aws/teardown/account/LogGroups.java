package org.hubkeeper.activities.aws.teardown.account;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Sources;
import org.hubkeeper.activities.aws.teardown.Sources.Source;
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
    List<Source> sources =
        Stream.of("/aws/eks/%s/", "/aws/containerinsights/%s/")
            .map(form -> form.formatted(ground.cluster().name()))
            .map(prefix -> (Source) next -> page(ground, prefix, next))
            .toList();
    return Sources.page(sources, token);
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
