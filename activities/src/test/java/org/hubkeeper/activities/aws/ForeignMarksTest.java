package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignMarksTest {

  @ParameterizedTest
  @ValueSource(strings = {"owner", "Owner", "managed-by", "ManagedBy", "terraform", "Cost Center"})
  void tagsOfAnotherOwnerAreToldByTheirKeyOnly(String key) {
    assertThat(ForeignMarks.in(Map.of(key, "Jane Doe", "Name", "data")))
        .contains("tag " + key)
        .doesNotContain("Jane");
  }

  @Test
  void whatAwsManagesIsForeignEvenWithTagsOfACluster() {
    assertThat(
            ForeignMarks.in(
                Map.of("aws:cloudformation:stack-name", "x", "kubernetes.io/cluster/a", "owned")))
        .contains("aws:cloudformation:stack-name");
  }

  @Test
  void aTeamsTagsOnVolumesOfAClusterAreNotForeign() {
    assertThat(ForeignMarks.in(Map.of("owner", "hubs", "kubernetes.io/cluster/a", "owned")))
        .isEmpty();
  }

  @Test
  void aNameAloneIsNotForeign() {
    assertThat(ForeignMarks.in(Map.of("Name", "data"))).isEmpty();
  }
}
