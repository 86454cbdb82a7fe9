package org.hubkeeper.activities.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** {@code grafana-dashboards}: dashboards from files are there, each imported once, by its uid. */
final class GrafanaDashboards implements Doing {

  private final Path files;

  /** {@code files}: directory that their paths start from. */
  GrafanaDashboards(Path files) {
    this.files = files;
  }

  @Override
  public boolean done(Asked asked) {
    return with(asked, grafana -> missing(asked, grafana).isEmpty());
  }

  @Override
  public String ensure(Asked asked) {
    return with(asked, grafana -> ensure(asked, grafana));
  }

  String ensure(Asked asked, GrafanaApi grafana) {
    List<JsonNode> missing = missing(asked, grafana);
    for (JsonNode dashboard : missing) {
      Attempt.checkStillOurs();
      grafana.add(dashboard, user(asked), password(asked));
    }
    return "%d dashboards are there, %d of them imported now"
        .formatted(wanted(asked).size(), missing.size());
  }

  private List<JsonNode> missing(Asked asked, GrafanaApi grafana) {
    String password = password(asked);
    return wanted(asked).stream()
        .filter(one -> !grafana.has(one.path("uid").asText(), user(asked), password))
        .toList();
  }

  private List<JsonNode> wanted(Asked asked) {
    List<JsonNode> all = new ArrayList<>();
    for (String name : asked.field("files").split(",")) {
      Path file = files.resolve(name.strip());
      try {
        JsonNode dashboard = Http.JSON.readTree(Files.readAllBytes(file));
        if (dashboard.path("uid").asText().isEmpty()) {
          throw asked.rejected(file + " has no `uid`, so it can't be told whether it is there");
        }
        all.add(dashboard);
      } catch (IOException e) {
        throw Failures.of(
            FailureKind.MISSING,
            "%s: the dashboard %s can't be read (%s)"
                .formatted(asked.what(), file, e.getClass().getSimpleName()),
            null);
      }
    }
    return all;
  }

  private static <T> T with(Asked asked, Function<GrafanaApi, T> conversation) {
    return new PortForwards(asked.client())
        .to(
            asked.namespace(),
            asked.field("service"),
            asked.field("port"),
            address -> conversation.apply(GrafanaApi.behind(address)));
  }

  private static String user(Asked asked) {
    return asked.optional("user").orElse("admin");
  }

  private static String password(Asked asked) {
    return SecretEntries.read(
        asked.client(), asked.namespace(), asked.field("secret"), asked.field("key"));
  }
}
