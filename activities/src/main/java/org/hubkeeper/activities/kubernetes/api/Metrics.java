package org.hubkeeper.activities.kubernetes.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API server's own metrics, in Prometheus' text form. Of several servers one answers. */
final class Metrics {

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String text;

  private Metrics(String text) {
    this.text = text;
  }

  static Metrics read(KubernetesClient client) {
    return new Metrics(client.raw("/metrics"));
  }

  /** Calls with labels and value of each line of a metric. */
  void forEach(String name, BiConsumer<Map<String, String>, Double> each) {
    text.lines()
        .filter(line -> line.startsWith(name + "{"))
        .forEach(line -> each.accept(labels(line), value(line)));
  }

  private static Map<String, String> labels(String line) {
    Map<String, String> labels = new TreeMap<>();
    Matcher found = LABEL.matcher(line.substring(0, line.lastIndexOf('}') + 1));
    while (found.find()) {
      labels.put(found.group(1), found.group(2));
    }
    return labels;
  }

  /** A time may follow the value. */
  private static double value(String line) {
    String[] parts = line.substring(line.lastIndexOf('}') + 1).strip().split("\\s+");
    try {
      return Double.parseDouble(parts[0]);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
