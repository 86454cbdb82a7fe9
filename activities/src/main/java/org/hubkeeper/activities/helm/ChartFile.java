package org.hubkeeper.activities.helm;

import java.util.Map;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A chart's own {@code Chart.yaml}. */
record ChartFile(String name, String version, String appVersion) {

  static ChartFile parse(String yaml) {
    if (new Load(LoadSettings.builder().build()).loadFromString(yaml) instanceof Map<?, ?> file) {
      return new ChartFile(text(file, "name"), text(file, "version"), text(file, "appVersion"));
    }
    throw Failures.of(FailureKind.REJECTED, "the chart's Chart.yaml is no map", null);
  }

  private static String text(Map<?, ?> file, String key) {
    Object value = file.get(key);
    return value == null ? "" : value.toString();
  }
}
