package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.ApiUsage.Source;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.model.ClientStat;
import software.amazon.awssdk.services.eks.model.DeprecationDetail;
import software.amazon.awssdk.services.eks.model.Insight;

/** Calls of APIs that go away, as EKS has seen them in the audit log. */
final class InsightUses {

  private static final int MOST = 50;

  /** As {@code /apis/policy/v1beta1/podsecuritypolicies}. */
  private static final Pattern PATH = Pattern.compile("/apis?/(.+)/([^/]+)");

  private InsightUses() {}

  static List<ApiUse> of(Insight insight) {
    return insight.categorySpecificSummary() == null
        ? List.of()
        : insight.categorySpecificSummary().deprecationDetails().stream()
            .flatMap(InsightUses::uses)
            .limit(MOST)
            .toList();
  }

  /** One line a caller; EKS tells who asked, and when last. */
  private static Stream<ApiUse> uses(DeprecationDetail detail) {
    Optional<KubeVersion> removed = KubeVersion.find(detail.stopServingVersion());
    if (removed.isEmpty()) {
      return Stream.empty();
    }
    if (detail.clientStats().isEmpty()) {
      return Stream.of(use(detail, removed.get(), "", null));
    }
    return detail.clientStats().stream()
        .map(
            (ClientStat caller) ->
                use(detail, removed.get(), caller.userAgent(), caller.lastRequestTime()));
  }

  private static ApiUse use(
      DeprecationDetail detail, KubeVersion removed, String caller, Instant last) {
    return new ApiUse(
        Source.INSIGHT,
        part(detail.usage(), 1),
        part(detail.usage(), 2),
        removed,
        part(detail.replacedWith(), 1),
        Objects.requireNonNullElse(caller, ""),
        Objects.requireNonNullElse(last, Instant.EPOCH));
  }

  private static String part(String path, int group) {
    Matcher found = PATH.matcher(Objects.requireNonNullElse(path, ""));
    return found.matches() ? found.group(group) : "";
  }
}
