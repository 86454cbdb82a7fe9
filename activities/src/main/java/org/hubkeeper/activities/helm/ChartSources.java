package org.hubkeeper.activities.helm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Component;

/** Asks a chart's registry or repository, by HTTP status, why Helm could not fetch a chart. */
final class ChartSources {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final HelmSettings settings;
  private final HttpClient http;

  ChartSources(HelmSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(settings.network().proxies().selector())
            .sslContext(settings.network().trust().context())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** The failure to throw for a chart that Helm could not fetch, with what it complained of. */
  RuntimeException whyMissing(Component.Chart chart, String complaints) {
    URI address = address(chart);
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(address)
                      .timeout(ANSWER)
                      .header("Accept", "application/vnd.oci.image.manifest.v1+json, */*")
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      return told(chart, address, status, complaints);
    } catch (IOException e) {
      return Failures.of(
          FailureKind.UNAVAILABLE,
          ("no answer from %s, where the chart %s is: %s; see whether this worker reaches it, or"
                  + " correct chart or repository")
              .formatted(address.getAuthority(), name(chart), e.getClass().getSimpleName()),
          null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Failures.of(FailureKind.UNAVAILABLE, "the worker is being stopped", null);
    }
  }

  private static RuntimeException told(
      Component.Chart chart, URI address, int status, String complaints) {
    FailureKind kind =
        switch (status) {
          case 401 -> FailureKind.CREDENTIALS;
          case 403 -> FailureKind.FORBIDDEN;
          // A repository's index answers 200 and does not list it.
          case 200 -> chart.repository().isEmpty() ? FailureKind.REJECTED : FailureKind.MISSING;
          case 404 -> FailureKind.MISSING;
          case 429 -> FailureKind.THROTTLED;
          default -> FailureKind.UNAVAILABLE;
        };
    String remedy =
        switch (kind) {
          case MISSING ->
              "there is no such chart or version; correct chart.version or its reference";
          case REJECTED ->
              "it is there, but Helm can't fetch it: "
                  + complaints.lines().findFirst().orElse("no reason given");
          case CREDENTIALS -> "log the worker's Helm in to it";
          case FORBIDDEN -> "let the worker's login read it";
          default -> "it answers HTTP " + status + "; it is asked again, or ask its keeper";
        };
    return Failures.of(
        kind, "%s at %s: %s".formatted(name(chart), address.getAuthority(), remedy), null);
  }

  private URI address(Component.Chart chart) {
    if (!chart.repository().isEmpty()) {
      return URI.create(chart.repository().replaceFirst("/*$", "/index.yaml"));
    }
    String place = chart.reference().replaceFirst("^oci://", "");
    int slash = place.indexOf('/');
    String scheme = settings.plainHttp() ? "http" : "https";
    return URI.create(
        "%s://%s/v2/%s/manifests/%s"
            .formatted(
                scheme,
                place.substring(0, slash).toLowerCase(Locale.ROOT),
                place.substring(slash + 1),
                // A plus sign can't be in a tag; Helm writes an underscore for it.
                chart.version().replace('+', '_')));
  }

  private static String name(Component.Chart chart) {
    return chart.reference() + " " + chart.version();
  }
}
