package org.hubkeeper.activities.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Component;

/**
 * Archives of charts. They are kept by the SHA-256 of their bytes, which for a chart in an OCI
 * registry is the digest of its layer too; what a release is installed from is checked against it.
 */
final class ChartArchives {

  private final Helm helm;
  private final ChartSources sources;

  ChartArchives(Helm helm) {
    this.helm = helm;
    this.sources = new ChartSources(helm.settings());
  }

  /** Fetches the chart as it is now and returns its digest. */
  String fetch(Component.Chart chart) {
    try (PrivateFolder folder = PrivateFolder.create()) {
      Outcome pulled = helm.alone(Helm.READ, pull(chart, folder));
      if (!pulled.ok()) {
        throw sources.whyMissing(chart, pulled.complaints());
      }
      Path archive = only(folder.path());
      String digest = digest(archive);
      Files.move(archive, file(digest), StandardCopyOption.REPLACE_EXISTING);
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive of exactly that digest; it is fetched when this worker does not have it. */
  Path get(Component.Chart chart, String digest) {
    Path file = file(digest);
    if (Files.exists(file) && digest(file).equals(digest)) {
      return file;
    }
    String now = fetch(chart);
    if (!now.equals(digest)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("the chart %s %s is not the one that was planned: its digest was %s and is %s; start a"
                  + " new run, or have the chart's owner restore it under a version of its own")
              .formatted(chart.reference(), chart.version(), digest, now),
          null);
    }
    return file;
  }

  private List<String> pull(Component.Chart chart, PrivateFolder folder) {
    List<String> words = new ArrayList<>(List.of("pull", chart.reference()));
    words.addAll(List.of("--version", chart.version()));
    words.addAll(List.of("--destination", folder.path().toString()));
    if (!chart.repository().isEmpty()) {
      words.addAll(List.of("--repo", chart.repository()));
    }
    String authorities = helm.settings().network().trust().pem();
    if (helm.settings().plainHttp()) {
      // Helm refuses an authority for what has no TLS.
      words.add("--plain-http");
    } else if (!authorities.isEmpty()) {
      words.addAll(List.of("--ca-file", folder.write("ca.pem", authorities).toString()));
    }
    return words;
  }

  private Path file(String digest) {
    return helm.settings().cache().resolve(digest.replace(':', '-') + ".tgz");
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> Failures.of(FailureKind.UNEXPECTED, "Helm fetched no archive", null));
    }
  }

  private static String digest(Path file) {
    try {
      return "sha256:" + ReleaseValues.sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
