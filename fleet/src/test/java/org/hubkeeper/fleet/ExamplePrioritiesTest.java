package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.hubkeeper.workflows.cluster.Pools;
import org.hubkeeper.workflows.cluster.Priorities;
import org.hubkeeper.workflows.model.Blueprint;
import org.junit.jupiter.api.Test;

/** A plan can judge the priorities of the example, which are in a file of values. */
class ExamplePrioritiesTest {

  @Test
  void prioritiesOfTheExampleFitItsPoolsAndTheirPrices() {
    Blueprint blueprint = Examples.read("ds-osu").blueprint("ds-osu-test").orElseThrow();

    Priorities priorities = Priorities.in(blueprint.components()).orElseThrow();

    assertThat(priorities.component()).isEqualTo("02-autoscaler");
    assertThat(priorities.patterns()).containsOnlyKeys("10", "20", "30");
    assertThat(priorities.findings("ds-osu-test", Pools.users(blueprint.definition().nodeGroups())))
        .isEmpty();
  }
}
