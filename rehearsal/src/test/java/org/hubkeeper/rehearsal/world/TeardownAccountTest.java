package org.hubkeeper.rehearsal.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Inventory.Search;
import org.hubkeeper.workflows.activity.Inventory.Survey;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Taking stock of an account and clearing it, against AWS's rules and with the shipped rights. */
class TeardownAccountTest {

  private static final Search CLUSTER = new Search("", List.of(), "");

  /** Most dependent first, as the runbook's graph would have it. */
  private static final List<String> ORDER =
      List.of(
          "load-balancer",
          "target-group",
          "nat-gateway",
          "vpc-endpoint",
          "security-group-rule",
          "network-interface",
          "address",
          "internet-gateway",
          "egress-only-internet-gateway",
          "subnet",
          "route-table",
          "network-acl",
          "security-group",
          "vpc",
          "dhcp-options");

  private static TeardownAccount account;

  @BeforeAll
  static void start() throws IOException {
    account = TeardownAccount.start();
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  @Test
  void everythingOfTheClusterIsFoundAndNothingOfItsNeighbour() {
    account.scenario("clean", Map.of());

    List<Asset> assets = account.assets(account.survey(CLUSTER).site());

    assertThat(assets).extracting(Asset::kind).contains("cluster", "kms-key", "bucket", "stack");
    assertThat(assets.toString()).doesNotContain("neighbour");
    assertThat(assets)
        .filteredOn(one -> one.whose() == Whose.OWN)
        .allSatisfy(one -> assertThat(one.evidence()).isNotEmpty());
    assertThat(account.aws().log(0, "worker", true)).isEmpty();
  }

  @Test
  void aNetworkThatAnotherToolLeftGoesAndEachThingIsAskedOnce() {
    account.scenario("network-leftovers", Map.of("count", 60));
    Survey survey = account.survey(leftover());
    List<Asset> assets = account.assets(survey.site());
    assertThat(survey.findings()).isEmpty();
    assertThat(assets).hasSizeGreaterThan(50);

    account.remove(survey.site(), ORDER, assets);

    assertThat(account.changes()).isLessThanOrEqualTo(assets.size() + 5);
    assertThat(account.assets(survey.site())).isEmpty();
    unasked(assets);
  }

  @Test
  void theSameIsLeftThoughCallsAreRefusedAndRepliesLost() {
    account.scenario("network-leftovers", Map.of("count", 30));
    Survey survey = account.survey(leftover());
    List<Asset> assets = account.assets(survey.site());
    account
        .aws()
        .faults(
            List.of(
                Map.of("kind", "throttle", "service", "*", "operation", "*", "rate", 5),
                Map.of("kind", "lost-reply", "service", "*", "operation", "*", "rate", 5)));

    account.remove(survey.site(), ORDER, assets);

    account.aws().faults(List.of());
    assertThat(account.assets(survey.site())).isEmpty();
    unasked(assets);
  }

  @Test
  void aDefaultNetworkAndOneWithAClusterInItForbidEverything() {
    account.scenario("clean", Map.of());
    String inhabited =
        account.aws().resources().stream()
            .filter(one -> one.kind().equals("vpc") && one.toString().contains("neighbour"))
            .map(SimulatedAws.Resource::id)
            .findFirst()
            .orElseThrow();

    assertThat(account.survey(new Search(inhabited, List.of(), "")).findings())
        .extracting(finding -> finding.code())
        .containsExactlyInAnyOrder("VPC_NOT_OURS", "VPC_INHABITED");
    assertThat(account.survey(new Search("vpc-00000000000000000", List.of(), "")).findings())
        .extracting(finding -> finding.code())
        .containsExactly("VPC_MISSING");
  }

  private static Search leftover() {
    String vpc =
        account.aws().resources().stream()
            .filter(one -> one.kind().equals("vpc"))
            .map(SimulatedAws.Resource::id)
            .findFirst()
            .orElseThrow();
    return new Search(vpc, List.of(), "");
  }

  /** No change was asked for of anything that was not in the list. */
  private static void unasked(List<Asset> assets) {
    String listed = assets.stream().map(Asset::id).toList().toString();
    assertThat(account.aws().log(0, "worker", true))
        .filteredOn(request -> request.operation().startsWith("Delete"))
        .allSatisfy(
            request ->
                assertThat(request.resources()).anySatisfy(id -> assertThat(listed).contains(id)));
  }
}
