package org.hubkeeper.activities.aws.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.activity.Upgrades.AddonFact;
import org.hubkeeper.workflows.activity.Upgrades.AddonOutcome;
import org.hubkeeper.workflows.activity.Upgrades.Inspection;
import org.hubkeeper.workflows.activity.Upgrades.Rollback;
import org.hubkeeper.workflows.activity.Upgrades.VersionFact;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AddonStatus;
import software.amazon.awssdk.services.eks.model.Category;
import software.amazon.awssdk.services.eks.model.ClientStat;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DeprecationDetail;
import software.amazon.awssdk.services.eks.model.DescribeInsightsRefreshResponse;
import software.amazon.awssdk.services.eks.model.ErrorCode;
import software.amazon.awssdk.services.eks.model.Insight;
import software.amazon.awssdk.services.eks.model.InsightCategorySpecificSummary;
import software.amazon.awssdk.services.eks.model.InsightStatus;
import software.amazon.awssdk.services.eks.model.InsightStatusValue;
import software.amazon.awssdk.services.eks.model.InsightsRefreshStatus;
import software.amazon.awssdk.services.eks.model.ResolveConflicts;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateParamType;
import software.amazon.awssdk.services.eks.model.UpdateStatus;
import software.amazon.awssdk.services.eks.model.UpdateType;

class EksUpgradesTest {

  private static final ClusterRef REF = FakeApis.CLUSTER;
  private static final KubeVersion V33 = KubeVersion.parse("1.33");
  private static final KubeVersion V34 = KubeVersion.parse("1.34");
  private static final KubeVersion V35 = KubeVersion.parse("1.35");

  private final FakeEks eks = new FakeEks();
  private Instant ordered = eks.now;
  private final Upgrades upgrades =
      new EksUpgrades(
          new FakeApis(Map.of(EksClient.class, eks)).apis(),
          FakeApis.AUTHOR,
          () -> ordered,
          (InstantSource) () -> eks.now);

  @Test
  void aVersionIsAskedForOnceAndWaitedFor() {
    Blocker first = blocker(() -> upgrades.ensureVersion(REF, V33, V34));
    Blocker second = blocker(() -> upgrades.ensureVersion(REF, V33, V34));

    assertThat(first).isEqualTo(second);
    assertThat(first.object()).isEqualTo("control plane of demo");
    assertThat(first.holder()).isEqualTo("VersionUpdate update-1 of EKS to 1.34");
    assertThat(first.since()).isEqualTo(eks.now);

    eks.cluster = FakeEks.cluster("1.34", ClusterStatus.ACTIVE);
    upgrades.ensureVersion(REF, V33, V34);

    assertThat(eks.changes).containsExactly("updateClusterVersion 1.34");
    assertThat(eks.versions.get(0).clientRequestToken()).isEqualTo("token of version 1.34");
    assertThat(eks.versions.get(0).force()).isFalse();
  }

  @Test
  void anUpdateThatSomebodyElseHasBegunIsWaitedFor() {
    eks.begin("", UpdateType.VPC_CONFIG_UPDATE, UpdateParamType.SUBNETS, "x");
    eks.cluster = FakeEks.cluster("1.33", ClusterStatus.UPDATING);

    assertThat(blocker(() -> upgrades.ensureVersion(REF, V33, V34)).holder())
        .isEqualTo("VpcConfigUpdate update-1 of EKS");
    assertThat(eks.changes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SUBNET_NOT_FOUND,MISSING",
    "ENI_LIMIT_REACHED,QUOTA",
    "ACCESS_DENIED,FORBIDDEN",
    "IP_NOT_AVAILABLE,REJECTED",
    "UNKNOWN,REJECTED"
  })
  void anUpdateThatFailedAsksWithEksReason(ErrorCode code, String kind) {
    blocker(() -> upgrades.ensureVersion(REF, V33, V34));
    failed(code);

    ApplicationFailure failure = failure(() -> upgrades.ensureVersion(REF, V33, V34));

    assertThat(failure.getType()).isEqualTo(kind);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .startsWith("update update-1 of control plane of demo failed: " + code + ": why");
  }

  @Test
  void afterARetryAFreshUpdateIsAskedForAndOnlyOne() {
    blocker(() -> upgrades.ensureVersion(REF, V33, V34));
    failed(ErrorCode.UNKNOWN);
    failure(() -> upgrades.ensureVersion(REF, V33, V34));
    assertThat(eks.changes).hasSize(1);

    eks.now = eks.now.plusSeconds(60);
    ordered = eks.now;
    assertThat(blocker(() -> upgrades.ensureVersion(REF, V33, V34)).holder()).contains("update-2");
    blocker(() -> upgrades.ensureVersion(REF, V33, V34));
    assertThat(eks.changes).hasSize(2);
  }

  @Test
  void aVersionThatIsNeitherIsDrift() {
    eks.cluster = FakeEks.cluster("1.35", ClusterStatus.ACTIVE);

    ApplicationFailure failure = failure(() -> upgrades.ensureVersion(REF, V33, V34));

    assertThat(failure.getType()).isEqualTo("DRIFTED");
    assertThat(failure.getOriginalMessage()).contains("1.35", "1.33", "1.34");
    assertThat(failure(() -> upgrades.ensureVersion(REF, V33, V35)).getType())
        .isEqualTo("REJECTED");
    assertThat(eks.changes).isEmpty();
  }

  @Test
  void aControlPlaneIsTakenBackWithinAWeekOfItsUpdate() {
    Update update = eks.begin("", UpdateType.VERSION_UPDATE, UpdateParamType.VERSION, "1.34");
    eks.end(update, UpdateStatus.SUCCESSFUL);
    eks.cluster = FakeEks.cluster("1.34", ClusterStatus.ACTIVE);
    Instant until = eks.now.plus(Duration.ofDays(7));
    assertThat(upgrades.inspect(REF).rollback()).isEqualTo(new Rollback(true, V33, until, 168));

    eks.now = eks.now.plus(Duration.ofDays(1));
    ordered = eks.now;
    assertThat(blocker(() -> upgrades.ensureRolledBack(REF, V34, V33)).holder())
        .isEqualTo("VersionRollback update-2 of EKS to 1.33");
    assertThat(eks.versions.get(0).rollbackConfig().timeoutMinutes()).isEqualTo(720);

    eks.end(eks.updates.get("update-2"), UpdateStatus.SUCCESSFUL);
    eks.cluster = FakeEks.cluster("1.33", ClusterStatus.ACTIVE);
    upgrades.ensureRolledBack(REF, V34, V33);
    assertThat(upgrades.inspect(REF).rollback().until()).isEqualTo(Instant.EPOCH);
    assertThat(eks.changes).hasSize(1);
  }

  @Test
  void theWayBackIsClosedAfterAWeek() {
    eks.end(
        eks.begin("", UpdateType.VERSION_UPDATE, UpdateParamType.VERSION, "1.34"),
        UpdateStatus.SUCCESSFUL);
    eks.cluster = FakeEks.cluster("1.34", ClusterStatus.ACTIVE);
    eks.now = eks.now.plus(Duration.ofDays(8));

    assertThat(upgrades.inspect(REF).rollback().until()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aRefusalForInsightsNamesThemAndIsNotOverridden() {
    eks.insights.add(insight().toBuilder().kubernetesVersion("1.34").build());
    eks.refuses = true;

    ApplicationFailure failure = failure(() -> upgrades.ensureVersion(REF, V33, V34));

    assertThat(failure.getType()).isEqualTo("REJECTED");
    assertThat(failure.getOriginalMessage())
        .contains("[Deprecated APIs removed in Kubernetes v1.32]");
    assertThat(eks.changes).isEmpty();
  }

  @Test
  void whatRunsIsToldWithItsBeginning() {
    eks.begin("", UpdateType.VERSION_UPDATE, UpdateParamType.VERSION, "1.34");
    eks.begin("coredns", UpdateType.ADDON_UPDATE, UpdateParamType.ADDON_VERSION, "v2");
    eks.addon("coredns", "v1", AddonStatus.UPDATING);

    VersionFact fact = upgrades.inspect(REF);

    assertThat(fact.running())
        .extracting(one -> one.object() + ": " + one.kind() + " " + one.detail())
        .containsExactly(
            "control plane: VersionUpdate to 1.34", "add-on coredns: AddonUpdate to v2");
    assertThat(fact.offered()).containsExactly(V33, V34, V35);
  }

  @Test
  void addOnsAreOfferedNewestFirstWithEksOwnChoice() {
    eks.addon("coredns", "v1.9.0-eksbuild.2", AddonStatus.ACTIVE);
    eks.catalog.put(
        "coredns",
        List.of(
            FakeEks.offer("v1.9.0-eksbuild.2", false, "1.33", "1.34"),
            FakeEks.offer("v1.11.0-eksbuild.1", true, "1.34"),
            FakeEks.offer("v1.10.0-eksbuild.12", false, "1.34", "1.35")));

    AddonFact fact = upgrades.addons(REF, List.of(V34, V35)).get(0);

    assertThat(fact.offers().get(0).versions())
        .containsExactly("v1.11.0-eksbuild.1", "v1.10.0-eksbuild.12", "v1.9.0-eksbuild.2");
    assertThat(fact.offers().get(0).byDefault()).isEqualTo("v1.11.0-eksbuild.1");
    assertThat(fact.offers().get(1).versions()).containsExactly("v1.10.0-eksbuild.12");
    assertThat(fact.offers().get(1).byDefault()).isEmpty();
  }

  @Test
  void anAddOnKeepsWhatPeopleHaveSet() {
    eks.addon("coredns", "v1", AddonStatus.ACTIVE);

    blocker(() -> upgrades.ensureAddon(REF, "coredns", "v2"));
    blocker(() -> upgrades.ensureAddon(REF, "coredns", "v2"));
    eks.addon("coredns", "v2", AddonStatus.ACTIVE);

    assertThat(upgrades.ensureAddon(REF, "coredns", "v2"))
        .isEqualTo(new AddonOutcome("v2", List.of()));
    assertThat(eks.addonRequests).hasSize(1);
    assertThat(eks.addonRequests.get(0).resolveConflicts()).isEqualTo(ResolveConflicts.PRESERVE);
    assertThat(eks.addonRequests.get(0).serviceAccountRoleArn()).isNull();
  }

  @Test
  void anAddOnThatFailedIsAskedForAgainAfterARetryOnly() {
    eks.addon("coredns", "v1", AddonStatus.ACTIVE);
    blocker(() -> upgrades.ensureAddon(REF, "coredns", "v2"));
    eks.end(eks.updates.get("update-1"), UpdateStatus.FAILED, ErrorCode.CONFIGURATION_CONFLICT);
    eks.addon("coredns", "v1", AddonStatus.UPDATE_FAILED);

    assertThat(failure(() -> upgrades.ensureAddon(REF, "coredns", "v2")).getType())
        .isEqualTo("DRIFTED");

    ordered = eks.now.plusSeconds(1);
    blocker(() -> upgrades.ensureAddon(REF, "coredns", "v2"));
    assertThat(eks.addonRequests).hasSize(2);
  }

  @Test
  void insightsAreRefreshedOnceAndToldWithWhoCalled() {
    eks.insights.add(insight());
    blocker(() -> upgrades.ensureInspected(REF, Inspection.UPGRADE, eks.now));
    eks.refresh = refresh(InsightsRefreshStatus.IN_PROGRESS);
    blocker(() -> upgrades.ensureInspected(REF, Inspection.UPGRADE, eks.now));
    eks.refresh = refresh(InsightsRefreshStatus.COMPLETED);

    Upgrades.Insights found = upgrades.ensureInspected(REF, Inspection.UPGRADE, eks.now);

    assertThat(eks.changes).containsExactly("startInsightsRefresh");
    ApiUse use = found.insights().get(0).uses().get(0);
    assertThat(use.api()).isEqualTo("flowcontrol.apiserver.k8s.io/v1beta3");
    assertThat(use.resource()).isEqualTo("flowschemas");
    assertThat(use.removedIn()).isEqualTo(KubeVersion.parse("1.32"));
    assertThat(use.instead()).isEqualTo("flowcontrol.apiserver.k8s.io/v1");
    assertThat(use.caller()).isEqualTo("old-tool/1.0");
    assertThat(upgrades.insights(REF, Inspection.ROLLBACK).insights()).isEmpty();
  }

  private DescribeInsightsRefreshResponse refresh(InsightsRefreshStatus status) {
    return DescribeInsightsRefreshResponse.builder()
        .status(status)
        .startedAt(eks.now)
        .endedAt(eks.now.plusSeconds(30))
        .build();
  }

  private static Insight insight() {
    return Insight.builder()
        .id("1")
        .name("Deprecated APIs removed in Kubernetes v1.32")
        .category(Category.UPGRADE_READINESS)
        .kubernetesVersion("1.32")
        .insightStatus(
            InsightStatus.builder().status(InsightStatusValue.ERROR).reason("used").build())
        .recommendation("Update\nmanifests.")
        .categorySpecificSummary(
            InsightCategorySpecificSummary.builder()
                .deprecationDetails(
                    DeprecationDetail.builder()
                        .usage("/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas")
                        .replacedWith("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas")
                        .stopServingVersion("1.32")
                        .clientStats(ClientStat.builder().userAgent("old-tool/1.0").build())
                        .build())
                .build())
        .build();
  }

  private void failed(ErrorCode code) {
    eks.end(eks.updates.get("update-1"), UpdateStatus.FAILED, code);
    eks.cluster = FakeEks.cluster("1.33", ClusterStatus.ACTIVE);
  }

  private static Blocker blocker(ThrowingCallable call) {
    ApplicationFailure failure = failure(call);
    assertThat(failure.getType()).as(failure.getOriginalMessage()).isEqualTo("NOT_READY");
    return Failures.blocker(failure).orElseThrow();
  }

  private static ApplicationFailure failure(ThrowingCallable call) {
    return catchThrowableOfType(ApplicationFailure.class, call);
  }
}
