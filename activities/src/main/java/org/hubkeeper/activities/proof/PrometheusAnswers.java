package org.hubkeeper.activities.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/** Asks a Prometheus by its HTTP interface. */
final class PrometheusAnswers {

  private PrometheusAnswers() {}

  /** {@code metric}: the largest value that a query gives is at least so much. */
  static String metric(Asked asked) {
    String query = asked.field("query");
    double least = asked.number("least");
    return ask(
        asked,
        "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
        data -> {
          double most = Double.NEGATIVE_INFINITY;
          for (JsonNode one : data.path("result")) {
            most = Math.max(most, one.path("value").path(1).asDouble());
          }
          if (most < least) {
            throw waiting(
                asked,
                most == Double.NEGATIVE_INFINITY
                    ? query + " gives nothing yet"
                    : "%s gives %s".formatted(query, text(most)),
                "it should give at least " + text(least));
          }
          return "%s gives %s".formatted(query, text(most));
        });
  }

  /** {@code targets}: so many of the things to watch are up. */
  static String targets(Asked asked) {
    int least = asked.number("least");
    return ask(
        asked,
        "/api/v1/targets?state=active",
        data -> {
          int up = 0;
          int all = 0;
          for (JsonNode one : data.path("activeTargets")) {
            all++;
            up += one.path("health").asText().equals("up") ? 1 : 0;
          }
          if (up < least) {
            throw waiting(
                asked,
                "%d of %d targets are up".formatted(up, all),
                "there should be at least " + least);
          }
          return "%d of %d targets are up".formatted(up, all);
        });
  }

  private static String ask(Asked asked, String path, Function<JsonNode, String> judge) {
    return new PortForwards(asked.client())
        .to(
            asked.namespace(),
            asked.field("service"),
            asked.field("port"),
            address -> judge.apply(data(address.resolve(path), asked)));
  }

  private static JsonNode data(URI uri, Asked asked) {
    JsonNode answer = Http.json(Http.expect(Http.local().get(uri), 200, asked.field("service")));
    return answer.path("data");
  }

  private static RuntimeException waiting(Asked asked, String holder, String remedy) {
    return Failures.notReady(Blocker.of(asked.field("service"), holder, remedy));
  }

  private static String text(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
