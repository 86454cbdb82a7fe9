package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.Upgrades.AddonFact;
import org.hubkeeper.workflows.activity.Upgrades.AddonOffer;
import org.hubkeeper.workflows.model.KubeVersion;
import org.junit.jupiter.api.Test;

/** Versions of add-ons, chosen from what is offered. */
class AddonChoiceTest {

  private static final KubeVersion FROM = KubeVersion.parse("1.33");
  private static final KubeVersion TO = KubeVersion.parse("1.34");

  @Test
  void whatIsOfferedForBothMinorsIsPreferredSoThatThereIsAWayBack() {
    assertThat(
            choose(
                "v1.19", offer(FROM, "", "v1.19", "v1.20"), offer(TO, "v1.21", "v1.20", "v1.21")))
        .contains("v1.20");
  }

  @Test
  void ofThoseTheDefaultIsTaken() {
    assertThat(
            choose(
                "v1.18",
                offer(FROM, "", "v1.20", "v1.19", "v1.18"),
                offer(TO, "v1.19", "v1.20", "v1.19")))
        .contains("v1.19");
  }

  @Test
  void whereNoneIsOfferedForBothTheNewMinorDecides() {
    assertThat(
            choose(
                "v1.33.1", offer(FROM, "", "v1.33.1"), offer(TO, "v1.34.2", "v1.34.3", "v1.34.2")))
        .contains("v1.34.2");
  }

  @Test
  void nothingIsTakenBack() {
    assertThat(choose("v1.20", offer(FROM, "", "v1.20"), offer(TO, "v1.19", "v1.19", "v1.20")))
        .contains("v1.20");
    assertThat(choose("v1.20", offer(FROM, "", "v1.20"), offer(TO, "v1.19", "v1.19"))).isEmpty();
  }

  @Test
  void aVersionThatWasRefusedIsNotTakenAgain() {
    AddonFact addon =
        addon("v1.18", offer(FROM, "", "v1.18"), offer(TO, "v1.20", "v1.20", "v1.19"));

    assertThat(AddonChoice.choose(addon, "v1.18", FROM, TO, List.of("v1.20"))).contains("v1.19");
    assertThat(AddonChoice.choose(addon, "v1.18", FROM, TO, List.of("v1.20", "v1.19"))).isEmpty();
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    assertThat(AddonChoice.compare("v1.9.3-eksbuild.2", "v1.19.2-eksbuild.5")).isNegative();
    assertThat(AddonChoice.compare("v1.19.2-eksbuild.10", "v1.19.2-eksbuild.9")).isPositive();
    assertThat(AddonChoice.compare("v1.34.0", "v1.34.0-eksbuild.1")).isNegative();
    assertThat(AddonChoice.compare("v1.34.0", "v1.34.0")).isZero();
  }

  @Test
  void theNetworkComesFirst() {
    assertThat(
            Stream.of("adot", "aws-ebs-csi-driver", "coredns", "kube-proxy", "vpc-cni")
                .sorted(AddonChoice.order()))
        .containsExactly("vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver", "adot");
  }

  private static Optional<String> choose(String installed, AddonOffer... offers) {
    return AddonChoice.choose(addon(installed, offers), installed, FROM, TO, List.of());
  }

  private static AddonFact addon(String installed, AddonOffer... offers) {
    return new AddonFact("x", installed, "ACTIVE", List.of(), List.of(offers));
  }

  private static AddonOffer offer(KubeVersion minor, String byDefault, String... versions) {
    return new AddonOffer(minor, List.of(versions), byDefault);
  }
}
