package org.hubkeeper.workflows.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.testing.Wishes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pool grows first, and whether that is the cheapest. */
class PrioritiesTest {

  private static final List<NodeGroup> USERS =
      List.of(
          Wishes.group("user-t3a-large", "t3a.large", "user", 0, 9),
          Wishes.group("user-t3a-2xlarge", "t3a.2xlarge", "user", 0, 9),
          Wishes.group("user-g4dn-xlarge", "g4dn.xlarge", "user", 0, 9));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{'10': ['g4dn'], '20': ['2xlarge'], '30': ['t3a-large']}              | -",
        "{'10': ['g4dn'], '20': ['t3a-2xlarge'], '20': ['t3a-2xlarge'], '30': ['a-large']} | -",
        "{'30': ['g4dn'], '20': ['2xlarge'], '10': ['t3a-large']} "
            + "| PRIORITY_ORDER PRIORITY_ORDER PRIORITY_ORDER",
        "{'10': ['g4dn', '2xlarge'], '30': ['t3a-large']}                       | PRIORITY_ORDER",
        "{'10': ['g4dn'], '30': ['2xlarge', 't3a-large']}                       | PRIORITY_ORDER",
        "{'10': ['g4dn'], '20': ['2xlarge']}                                    | PRIORITY_MISSING",
        "{'10': ['g4dn'], '20': ['2xlarge'], '30': ['t3a']}            | PRIORITY_AMBIGUOUS",
        "{'10': ['g4dn', 'xlarge-'], '20': ['2xlarge'], '30': ['t3a-large']} "
            + "| PRIORITY_AMBIGUOUS PRIORITY_AMBIGUOUS",
        "{'ten': ['g4dn'], '20': ['2xlarge'], '30': ['t3a-large']}              | PRIORITY_PATTERN",
        "{'10': ['*g4dn'], '20': ['2xlarge'], '30': ['t3a-large']}              | PRIORITY_PATTERN",
      })
  @Tag("fact-43")
  @Tag("fact-44")
  void everyPoolHasOneNumberAndADearerOneASmaller(String given, String codes) {
    List<Finding> findings = of("{\"priorities\": " + given + "}").findings("hubs", USERS);

    assertThat(findings).allMatch(Finding::blocking);
    assertThat(findings.stream().map(Finding::code))
        .isEqualTo(codes == null ? List.of() : List.of(codes.split(" ")));
  }

  @Test
  void theMessageNamesPoolsAndNumbers() {
    assertThat(
            of("{'priorities': {'5': ['g4dn'], '9': ['2xlarge'], '7': ['t3a-large']}}")
                .findings("hubs", USERS))
        .containsExactly(
            new Finding(
                "PRIORITY_ORDER",
                true,
                "02-autoscaler: user-t3a-2xlarge costs more than user-t3a-large and needs a number"
                    + " below 7, but has 9"));
  }

  @Test
  void aPoolWhosePriceIsUnknownNeedsANumberAllTheSame() {
    List<NodeGroup> users = List.of(Wishes.group("new", "x9.large", "user", 0, 9), USERS.get(0));

    assertThat(of("{'priorities': {'9': ['new'], '9': ['new', 'large']}}").findings("hubs", users))
        .isEmpty();
    assertThat(of("{'priorities': {'9': ['t3a']}}").findings("hubs", users))
        .extracting(Finding::code)
        .containsExactly("PRIORITY_MISSING");
  }

  @ParameterizedTest
  @CsvSource({
    "clusterName: 'hubs', true",
    "clusterName: '${cluster}', true",
    "clusterName: 'other', false",
    "autoDiscovery: {'clusterName': 'other'}, false",
    "autoDiscovery: {'clusterName': 'hubs'}, true"
  })
  void theAutoscalerKnowsTheClusterAsEksDoes(String text, boolean good) {
    String json = "{" + text.replaceFirst("(\\w+):", "'$1':") + ", 'expanderPriorities': {}}";

    List<Finding> findings = of(json).findings("hubs", List.of());

    assertThat(findings.stream().map(Finding::code).toList())
        .isEqualTo(good ? List.of() : List.of("AUTOSCALER_CLUSTER"));
  }

  @Test
  void withoutPrioritiesNothingIsJudged() {
    assertThat(Priorities.in(List.of(Wishes.component("02-autoscaler").build()))).isEmpty();
    assertThat(Priorities.in(List.of(Wishes.component("01-x").values("{\"a\": 1}").build())))
        .isEmpty();
  }

  private static Priorities of(String json) {
    return Priorities.in(
            List.of(
                Wishes.component("01-ingress").build(),
                Wishes.component("02-autoscaler").values(json.replace('\'', '"')).build()))
        .orElseThrow();
  }
}
