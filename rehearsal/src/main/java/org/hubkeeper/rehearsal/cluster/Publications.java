package org.hubkeeper.rehearsal.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Tools;

/**
 * What the world's registry offers: the stand-in charts, and small images under the names that they
 * use.
 *
 * @param registry host and port
 */
public record Publications(Tools tools, Path directory, String registry) {

  /** Folder of the registry that has the charts. */
  public static final String CHARTS = "charts";

  private static final String IMAGES = "images.txt";

  /** Returns once everything can be pulled. */
  public void publish() {
    Path charts = tools.charts();
    List<String> under = new ArrayList<>(List.of("--under", CHARTS));
    under.addAll(folders(charts));
    run("publish charts", program("charts", under));
    run("publish images", program("images", images(charts.resolve(IMAGES))));
  }

  private List<String> program(String command, List<String> rest) {
    List<String> words =
        new ArrayList<>(
            List.of(tools.kube().orElseThrow().toString(), command, "--registry", registry));
    words.addAll(rest);
    return words;
  }

  private void run(String name, List<String> command) {
    try (Supervised process =
        Supervised.start(tools.guard(), Launch.of(name, command, directory))) {
      if (process.waitFor() != 0) {
        throw process.failure("failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<String> folders(Path charts) {
    try (Stream<Path> found = Files.list(charts)) {
      return found
          .filter(folder -> Files.exists(folder.resolve("Chart.yaml")))
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + charts, e);
    }
  }

  private static List<String> images(Path list) {
    try {
      return Files.readAllLines(list).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + list, e);
    }
  }
}
