package org.hubkeeper.activities.aws.teardown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.model.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BelongingTest {

  private final Ground ground =
      new Ground(
          FakeApis.CLUSTER,
          new FakeApis(Map.of()).apis(),
          new Site(List.of("vpc-1"), "", List.of(), List.of(), "", true));

  @ParameterizedTest
  @CsvSource({
    "hubkeeper/cluster, demo, OWN",
    "alpha.eksctl.io/cluster-name, demo, OWN",
    "kubernetes.io/cluster/demo, owned, OWN",
    "elbv2.k8s.aws/cluster, demo, OWN",
    "Blueprint, demo, OWN",
    "Blueprint, another, INSIDE",
    "kubernetes.io/cluster/demo, shared, FOREIGN",
    "kubernetes.io/cluster/demo-2, owned, FOREIGN",
    "hubkeeper/cluster, demo-2, FOREIGN",
    "Name, demo, INSIDE"
  })
  void aTagTellsWhoseAThingIs(String key, String value, Whose whose) {
    Sight sight = Sight.of("subnet", "subnet-1", Map.of(key, value)).in("vpc-1");

    assertThat(Belonging.of(ground, sight).whose()).isEqualTo(whose);
  }

  @Test
  void whatTwoClustersTagIsNeithersToRemove() {
    Sight sight =
        Sight.of(
            "security-group",
            "sg-1",
            Map.of("kubernetes.io/cluster/demo", "owned", "kubernetes.io/cluster/other", "owned"));

    assertThat(Belonging.of(ground, sight))
        .isEqualTo(new Belonging(Whose.FOREIGN, "the cluster other, by a tag"));
  }

  @Test
  void whatMustNeverGoIsForeignWhateverItsTags() {
    Sight sight = Sight.of("vpc", "vpc-1", Map.of("hubkeeper/cluster", "demo")).taboo("default");

    assertThat(Belonging.of(ground, sight).whose()).isEqualTo(Whose.FOREIGN);
  }

  @Test
  void outsideOfTheNetworksAndWithoutMarkNothingIsKnown() {
    assertThat(Belonging.of(ground, Sight.of("volume", "vol-1", Map.of())).whose())
        .isEqualTo(Whose.UNKNOWN);
  }

  @Test
  void evidenceIsTheTagItself() {
    Sight sight = Sight.of("volume", "vol-1", Map.of("kubernetes.io/cluster/demo", "owned"));

    assertThat(Belonging.of(ground, sight).reason())
        .isEqualTo("tag kubernetes.io/cluster/demo=owned");
  }
}
