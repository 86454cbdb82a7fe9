package org.hubkeeper.workflows.runbook.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.workflows.runbook.teardown.Assets.heldBy;
import static org.hubkeeper.workflows.runbook.teardown.Assets.of;
import static org.hubkeeper.workflows.runbook.teardown.Assets.own;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.model.Asset;
import org.junit.jupiter.api.Test;

class GraphTest {

  private final Asset vpc = own("vpc", "vpc-1");
  private final Asset subnet = own("subnet", "subnet-1", "vpc-1");
  private final Asset one = own("security-group", "sg-1", "vpc-1");
  private final Asset two = own("security-group", "sg-2", "vpc-1");

  @Test
  void aNetworkGoesFromTheInsideOut() {
    Asset table = heldBy(own("route-table", "rtb-1", "vpc-1"), "subnet-1");

    assertThat(waves(List.of(vpc, subnet, table), List.of(vpc, subnet, table)))
        .containsExactly(List.of("subnet-1"), List.of("rtb-1"), List.of("vpc-1"));
  }

  @Test
  void groupsThatReferToEachOtherGoOnceTheRulesAreRevoked() {
    Asset there = of(own("security-group-rule", "sgr-1", "sg-1", "sg-2"), "sg-2", "");
    Asset back = of(own("security-group-rule", "sgr-2", "sg-2", "sg-1"), "sg-1", "");
    List<Asset> all = List.of(vpc, one, two, there, back);

    assertThat(waves(all, all))
        .containsExactly(List.of("sgr-1", "sgr-2"), List.of("sg-1", "sg-2"), List.of("vpc-1"));
  }

  @Test
  void whatIsDerivedIsWaitedForOnceItsParentIsGone() {
    Asset balancer = own("load-balancer", "lb-1", "subnet-1", "sg-1");
    Asset face = of(own("network-interface", "eni-1", "subnet-1", "sg-1"), "lb-1", "lb-1");
    List<Asset> all = List.of(vpc, subnet, one, face, balancer);

    assertThat(waves(all, all))
        .containsExactly(
            List.of("lb-1"), List.of("eni-1"), List.of("subnet-1", "sg-1"), List.of("vpc-1"));
  }

  @Test
  void whatSomebodyElseHoldsIsNeverOfferedAndTheHolderIsNamed() {
    Asset machine = own("instance", "i-9", "subnet-1");
    List<Asset> all = List.of(vpc, subnet, one, machine);
    Graph graph = new Graph(all, List.of(vpc, subnet, one));

    assertThat(waves(graph)).containsExactly(List.of("sg-1"));
    assertThat(graph.left()).containsExactly(vpc, subnet);
    assertThat(graph.root(vpc)).contains(machine);
  }

  @Test
  void loadBalancersAndPoolsGoFromInsideWhileTheirControllersLive() {
    Asset tools = own("namespace", "namespace/tools");
    Asset hub = own("namespace", "namespace/hub");
    Asset door = own("load-balancer-service", "s/hub/proxy", "namespace/hub", "namespace/tools");
    Asset balancer = own("load-balancer", "lb-1", "subnet-1");
    Asset pool = own("node-pool", "node-pool/user", "namespace/tools");
    Asset claim =
        of(own("node-claim", "node-claim/user-1", "namespace/tools"), "node-pool/user", "");
    Asset group = own("node-group", "core", "old");
    Asset addon = own("addon", "vpc-cni", "old");
    Asset cluster = own("cluster", "old", "subnet-1");
    List<Asset> all =
        List.of(vpc, subnet, cluster, addon, group, balancer, tools, hub, door, pool, claim);

    assertThat(waves(all, all))
        .containsExactly(
            List.of("s/hub/proxy", "node-pool/user"),
            List.of("namespace/hub", "node-claim/user-1"),
            List.of("namespace/tools"),
            List.of("vpc-cni", "lb-1"),
            List.of("core"),
            List.of("old"),
            List.of("subnet-1"),
            List.of("vpc-1"));
  }

  @Test
  void theStackStaysWhenItsNetworkCanNotGo() {
    Asset machine = own("instance", "i-9", "subnet-1");
    Asset stack = own("stack", "eksctl-old");
    Graph graph = new Graph(List.of(vpc, subnet, machine, stack), List.of(vpc, subnet, stack));

    assertThat(waves(graph)).isEmpty();
  }

  @Test
  void anOrderOfKindsThatContradictsWhatThingsHoldIsGivenUp() {
    Asset hub = own("namespace", "namespace/hub", "lb-1");
    Asset balancer = heldBy(own("load-balancer", "lb-1"), "vol-1");
    Asset volume = own("volume", "vol-1");
    List<Asset> all = List.of(hub, balancer, heldBy(volume), of(hub, "", ""));

    assertThat(waves(List.of(heldBy(hub, "vol-1"), volume), List.of(hub, volume)))
        .containsExactly(List.of("vol-1"), List.of("namespace/hub"));
    assertThat(waves(all, all).get(0)).containsExactly("namespace/hub");
  }

  @Test
  void whatIsUnderWayIsOfferedAgainOnlyWhenItIsPutBack() {
    Graph graph = new Graph(List.of(vpc, subnet), List.of(vpc, subnet));

    assertThat(graph.take()).containsExactly(subnet);
    assertThat(graph.take()).isEmpty();
    graph.putBack(subnet);
    assertThat(graph.take()).containsExactly(subnet);
    graph.stays(subnet);
    assertThat(graph.take()).isEmpty();
    assertThat(graph.left()).containsExactly(vpc);
  }

  private static List<List<String>> waves(List<Asset> all, List<Asset> going) {
    return waves(new Graph(all, going));
  }

  private static List<List<String>> waves(Graph graph) {
    List<List<String>> waves = new ArrayList<>();
    List<Asset> wave = graph.take();
    while (!wave.isEmpty()) {
      waves.add(wave.stream().map(Asset::id).toList());
      wave.forEach(graph::gone);
      wave = graph.take();
    }
    return waves;
  }
}
