package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.Upgrades.Insight;
import org.hubkeeper.workflows.activity.Upgrades.Insights;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * What the provider's inspection says, and which APIs are asked for that go away: by the
 * inspection, by the API server's own metric and by the manifests of releases, one finding for each
 * API with all that is known of who asks. Pure.
 */
final class ApiFindings {

  private static final Duration OLD = Duration.ofHours(24);

  private final UpgradeFacts facts;
  private final KubeVersion target;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  ApiFindings(UpgradeFacts facts, KubeVersion target, Instant now) {
    this.facts = facts;
    this.target = target;
    this.now = now;
  }

  List<Finding> findings() {
    Insights known = facts.cloud().insights();
    known.insights().forEach(this::insight);
    boolean ever = !known.refreshedAt().equals(Instant.EPOCH);
    if (ever && known.refreshedAt().isBefore(now.minus(OLD))) {
      findings.add(
          new Finding(
              Check.INSIGHTS_OLD.name(),
              false,
              "the provider inspected the cluster last at " + known.refreshedAt(),
              "a run lets it inspect again before it asks"));
    }
    byApi().values().forEach(this::api);
    return findings;
  }

  /** What an insight knows of APIs is told with the other sources. */
  private void insight(Insight insight) {
    boolean error = insight.status().equals("ERROR");
    boolean onTheWay = !insight.version().newerThan(target);
    if (insight.status().equals("PASSING") || !insight.uses().isEmpty() && error) {
      return;
    }
    findings.add(
        new Finding(
            Check.INSIGHT.name(),
            error && onTheWay,
            "%s (%s for %s): %s"
                .formatted(insight.name(), insight.status(), insight.version(), insight.reason()),
            insight.advice()));
  }

  private Map<String, List<ApiUse>> byApi() {
    Map<String, List<ApiUse>> by = new LinkedHashMap<>();
    Stream.concat(
            facts.cloud().insights().insights().stream().flatMap(one -> one.uses().stream()),
            facts.inside().uses().stream())
        .filter(use -> use.removedIn().newerThan(facts.cloud().version().version()))
        .forEach(use -> by.computeIfAbsent(use.api(), api -> new ArrayList<>()).add(use));
    return by;
  }

  private void api(List<ApiUse> uses) {
    ApiUse first = uses.get(0);
    String resources =
        uses.stream().map(ApiUse::resource).distinct().sorted().collect(Collectors.joining(", "));
    String callers =
        uses.stream()
            .map(ApiFindings::caller)
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    findings.add(
        new Finding(
            Check.REMOVED_API.name(),
            !first.removedIn().newerThan(target),
            "%s (%s) is not served from %s on; asked for by %s"
                .formatted(first.api(), resources, first.removedIn(), callers),
            (first.instead().isEmpty() ? "do without it" : "use " + first.instead() + " instead")
                + last(uses)));
  }

  private static String caller(ApiUse use) {
    return switch (use.source()) {
      case METRIC -> "somebody (the API server's metric)";
      case INSIGHT -> use.caller() + " (the provider's audit)";
      case RELEASE -> use.caller();
    };
  }

  /** Differs from one look to the next, so it stays out of the message. */
  private static String last(List<ApiUse> uses) {
    Instant latest = uses.stream().map(ApiUse::last).max(Instant::compareTo).orElse(Instant.EPOCH);
    return latest.equals(Instant.EPOCH) ? "" : "; seen last at " + latest;
  }
}
