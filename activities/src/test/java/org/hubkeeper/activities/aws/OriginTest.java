package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.VolumeFact.Identity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OriginTest {

  private static final String NAMESPACE = "kubernetes.io/created-for/pvc/namespace";

  private static Stream<Arguments> traces() {
    return Stream.of(
        arguments(
            "our tags are certain",
            Map.of("hubkeeper/cluster", "a", "hubkeeper/hub", "h"),
            List.of(),
            new Origin(Identity.TAGS, "a", "h")),
        arguments(
            "our tags win over the driver's",
            Map.of("hubkeeper/cluster", "a", "kubernetes.io/cluster/b", "owned", NAMESPACE, "n"),
            List.of(),
            new Origin(Identity.TAGS, "a", "n")),
        arguments(
            "claim with cluster",
            Map.of("kubernetes.io/cluster/a", "owned", NAMESPACE, "n"),
            List.of(),
            new Origin(Identity.CLAIM_TAGS, "a", "n")),
        arguments(
            "claim with the older cluster tag",
            Map.of("KubernetesCluster", "a", NAMESPACE, "n"),
            List.of(),
            new Origin(Identity.CLAIM_TAGS, "a", "n")),
        arguments(
            "claim whose cluster only the name tells",
            Map.of("ebs.csi.aws.com/cluster", "true", NAMESPACE, "n", "Name", "a-dynamic-pvc-0f1e"),
            List.of(),
            new Origin(Identity.CLAIM_TAGS, "a", "n")),
        arguments(
            "claim whose cluster nothing tells",
            Map.of("ebs.csi.aws.com/cluster", "true", NAMESPACE, "n"),
            List.of(),
            new Origin(Identity.CLAIM_TAGS, "", "n")),
        arguments(
            "claim whose cluster a snapshot tells",
            Map.of("ebs.csi.aws.com/cluster", "true", NAMESPACE, "n"),
            List.of(Map.of("hubkeeper/cluster", "a")),
            new Origin(Identity.CLAIM_TAGS, "a", "n")),
        arguments(
            "claim namespace of nobody's cluster",
            Map.of(NAMESPACE, "n"),
            List.of(),
            new Origin(Identity.NONE, "", "")),
        arguments(
            "two clusters are none",
            Map.of(
                "kubernetes.io/cluster/a", "owned", "kubernetes.io/cluster/b", "", NAMESPACE, "n"),
            List.of(),
            new Origin(Identity.CLAIM_TAGS, "", "n")),
        arguments(
            "snapshot",
            Map.of(),
            List.of(Map.of("kubernetes.io/cluster/a", "owned", NAMESPACE, "n")),
            new Origin(Identity.SNAPSHOT, "a", "n")),
        arguments(
            "snapshots that differ tell nothing",
            Map.of(),
            List.of(Map.of("hubkeeper/cluster", "a"), Map.of("hubkeeper/cluster", "b")),
            new Origin(Identity.NONE, "", "")),
        arguments(
            "the form of the name",
            Map.of("Name", "a-dynamic-pvc-0f1e2d3c"),
            List.of(),
            new Origin(Identity.NAME, "a", "")),
        arguments(
            "the older form of the name tells no cluster",
            Map.of("Name", "kubernetes-dynamic-pvc-0f1e2d3c"),
            List.of(),
            new Origin(Identity.NAME, "", "")),
        arguments(
            "another name",
            Map.of("Name", "postgres-data"),
            List.of(),
            new Origin(Identity.NONE, "", "")),
        arguments(
            "a cluster without a claim",
            Map.of("kubernetes.io/cluster/a", "owned"),
            List.of(),
            new Origin(Identity.NONE, "a", "")),
        arguments("nothing", Map.of(), List.of(), new Origin(Identity.NONE, "", "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void tagsTellWhereAVolumeComesFrom(
      String about, Map<String, String> tags, List<Map<String, String>> snapshots, Origin wanted) {
    assertThat(Origin.of(tags, snapshots)).as(about).isEqualTo(wanted);
  }
}
