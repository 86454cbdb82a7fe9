package org.hubkeeper.activities.helm;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.workflows.kernel.Finding;

/** Whether the worker's Helm and its plug-ins will do. */
final class ToolChecks {

  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)");

  /** The first that puts labels on releases, which is how a chart's digest is remembered. */
  private static final int LEAST_MINOR_OF_3 = 13;

  private final Helm helm;

  ToolChecks(Helm helm) {
    this.helm = helm;
  }

  List<Finding> check(boolean kush) {
    Outcome outcome;
    try {
      outcome = helm.alone(Helm.READ, List.of("version", "--short"));
    } catch (ApplicationFailure e) {
      return List.of(new Finding("HELM_MISSING", true, e.getOriginalMessage()));
    }
    Matcher version = VERSION.matcher(outcome.output());
    if (!version.find()) {
      return List.of(
          new Finding(
              "HELM_VERSION",
              true,
              "helm.command: %s does not tell a version; install Helm 3 or 4"
                  .formatted(helm.settings().command())));
    }
    int major = Integer.parseInt(version.group(1));
    List<Finding> findings = new ArrayList<>();
    if (major < 3 || major == 3 && Integer.parseInt(version.group(2)) < LEAST_MINOR_OF_3) {
      findings.add(
          new Finding(
              "HELM_VERSION",
              true,
              "helm.command: %s is %s; install Helm 3.%d or later, or Helm 4"
                  .formatted(helm.settings().command(), version.group(), LEAST_MINOR_OF_3)));
    } else if (kush) {
      findings.addAll(plugin(major));
    }
    return findings;
  }

  private List<Finding> plugin(int major) {
    if (major > 3) {
      return List.of(
          new Finding(
              "HELM_KUSH_VERSION",
              true,
              "a component names the installer helm-kush, which hands Helm 3 a script that Helm "
                  + major
                  + " takes for a plug-in; give this worker Helm 3, or use the installer helm"));
    }
    Outcome listed = helm.alone(Helm.READ, List.of("plugin", "list"));
    boolean there =
        listed.ok()
            && listed.output().lines().anyMatch(line -> line.split("\\s+", 2)[0].equals(Helm.KUSH));
    return there
        ? List.of()
        : List.of(
            new Finding(
                "HELM_KUSH_MISSING",
                true,
                "a component names the installer helm-kush, which this worker's Helm lacks; run"
                    + " `helm plugin install https://github.com/oneilsh/helm-kush`, or use the"
                    + " installer helm"));
  }
}
