package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Upgrades.Insight;
import org.hubkeeper.workflows.activity.Upgrades.Insights;
import org.hubkeeper.workflows.activity.Upgrades.Inspection;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Category;
import software.amazon.awssdk.services.eks.model.DescribeInsightsRefreshResponse;
import software.amazon.awssdk.services.eks.model.InsightStatusValue;
import software.amazon.awssdk.services.eks.model.InsightSummary;
import software.amazon.awssdk.services.eks.model.InsightsRefreshStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** EKS's insights: what it has found by itself in a cluster's audit log, nodes and add-ons. */
final class Inspections {

  private final EksClient eks;
  private final ClusterRef cluster;

  Inspections(EksClient eks, ClusterRef cluster) {
    this.eks = eks;
    this.cluster = cluster;
  }

  /** What EKS knows from its last look, which it takes once a day. */
  Insights known(Inspection about) {
    List<InsightSummary> all =
        eks
            .listInsightsPaginator(
                r ->
                    r.clusterName(cluster.name())
                        .filter(filter -> filter.categories(category(about))))
            .insights()
            .stream()
            .toList();
    return new Insights(refreshedAt(all), all.stream().map(this::insight).toList());
  }

  /** Returns once EKS has looked since then. */
  Insights ensure(Inspection about, Instant notBefore) {
    DescribeInsightsRefreshResponse last = last();
    boolean since = last.startedAt() != null && !last.startedAt().isBefore(notBefore);
    if (since && last.status() == InsightsRefreshStatus.COMPLETED) {
      return known(about);
    }
    if (since && last.status() == InsightsRefreshStatus.FAILED) {
      throw Failures.of(
          FailureKind.REJECTED,
          "EKS could not refresh its insights of %s: %s".formatted(cluster, last.message()),
          null);
    }
    if (last.status() != InsightsRefreshStatus.IN_PROGRESS) {
      eks.startInsightsRefresh(r -> r.clusterName(cluster.name()));
    }
    throw Failures.notReady(
        Blocker.of(
            "insights of " + cluster,
            "EKS, which is looking at the cluster",
            "nothing to do: it takes a few minutes"));
  }

  /** Details are asked for only where something is wrong. */
  private Insight insight(InsightSummary summary) {
    if (summary.insightStatus().status() == InsightStatusValue.PASSING) {
      return new Insight(
          summary.name(), "PASSING", reason(summary), version(summary), "", List.of());
    }
    var found = eks.describeInsight(r -> r.clusterName(cluster.name()).id(summary.id())).insight();
    return new Insight(
        summary.name(),
        summary.insightStatus().statusAsString(),
        reason(summary),
        version(summary),
        oneLine(found.recommendation()),
        InsightUses.of(found));
  }

  /** An insight about misconfiguration is about no version. */
  private static KubeVersion version(InsightSummary summary) {
    return KubeVersion.find(summary.kubernetesVersion()).orElse(new KubeVersion(0, 0));
  }

  private static String reason(InsightSummary summary) {
    return oneLine(summary.insightStatus().reason());
  }

  private static String oneLine(String text) {
    return Objects.requireNonNullElse(text, "").replaceAll("\\s+", " ").strip();
  }

  private Instant refreshedAt(List<InsightSummary> all) {
    return Optional.ofNullable(last().endedAt())
        .or(
            () ->
                all.stream()
                    .map(InsightSummary::lastRefreshTime)
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder()))
        .orElse(Instant.EPOCH);
  }

  private DescribeInsightsRefreshResponse last() {
    try {
      return eks.describeInsightsRefresh(r -> r.clusterName(cluster.name()));
    } catch (ResourceNotFoundException e) {
      return DescribeInsightsRefreshResponse.builder().build();
    }
  }

  private static Category category(Inspection about) {
    return switch (about) {
      case UPGRADE -> Category.UPGRADE_READINESS;
      case ROLLBACK -> Category.ROLLBACK_READINESS;
    };
  }
}
