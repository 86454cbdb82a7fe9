package org.hubkeeper.workflows.runbook.teardown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.State;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For any inventory, with any relations, also circular ones: checked by a judge that knows nothing
 * of the graph but what was there when something was offered.
 */
class GraphPropertyTest {

  private static final List<String> KINDS =
      List.of(
          "namespace",
          "load-balancer-service",
          "node-pool",
          "instance",
          "cluster",
          "addon",
          "subnet",
          "vpc",
          "security-group",
          "security-group-rule",
          "network-interface",
          "nat-gateway",
          "volume",
          "stack");

  static IntStream seeds() {
    return IntStream.range(0, 3_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsOfferedThatIsHeldOrNotApproved(int seed) {
    Random random = new Random(seed);
    List<Asset> all = inventory(random);
    Set<String> approved = new HashSet<>();
    all.stream().filter(a -> a.whose() == Whose.OWN).forEach(asset -> approved.add(asset.id()));
    Set<String> here = new HashSet<>(all.stream().map(Asset::id).toList());
    Graph graph =
        new Graph(all, all.stream().filter(asset -> approved.contains(asset.id())).toList());

    List<Asset> wave = graph.take();
    int rounds = 0;
    while (!wave.isEmpty()) {
      for (Asset offered : wave) {
        assertThat(approved).contains(offered.id());
        assertThat(here).contains(offered.id());
        assertThat(holders(all, offered).stream().filter(here::contains)).isEmpty();
      }
      for (Asset offered : wave) {
        // Much goes at once, some later, a little never.
        int luck = random.nextInt(10);
        if (luck < 7) {
          graph.gone(offered);
          here.remove(offered.id());
        } else if (luck < 9 && rounds < 100) {
          graph.putBack(offered);
        } else {
          graph.stays(offered);
          approved.remove(offered.id());
        }
      }
      rounds++;
      wave = graph.take();
    }
    everythingThatNothingHoldsIsGone(all, approved, here);
  }

  /** What is left is held, or waits for a kind of which something is held. */
  private static void everythingThatNothingHoldsIsGone(
      List<Asset> all, Set<String> approved, Set<String> here) {
    List<Asset> left =
        all.stream().filter(a -> here.contains(a.id()) && approved.contains(a.id())).toList();
    Set<String> heldKinds = new HashSet<>();
    left.stream()
        .filter(asset -> holders(all, asset).stream().anyMatch(here::contains))
        .forEach(asset -> heldKinds.add(asset.kind()));
    left.stream()
        .filter(asset -> holders(all, asset).stream().noneMatch(here::contains))
        .forEach(asset -> assertThat(Order.before(asset.kind())).containsAnyElementsOf(heldKinds));
  }

  private static Set<String> holders(List<Asset> all, Asset held) {
    Set<String> holders = new HashSet<>(held.heldBy());
    if (!held.parent().isEmpty() && !held.uses().contains(held.parent())) {
      holders.add(held.parent());
    }
    all.stream().filter(a -> a.uses().contains(held.id())).forEach(a -> holders.add(a.id()));
    holders.remove(held.id());
    return holders;
  }

  private static List<Asset> inventory(Random random) {
    int size = 1 + random.nextInt(30);
    boolean circular = random.nextInt(4) == 0;
    List<Asset> all = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      int reach = circular ? size : number;
      all.add(
          new Asset(
              KINDS.get(random.nextInt(KINDS.size())),
              "x-" + number,
              "x-" + number,
              random.nextInt(8) == 0 ? Whose.FOREIGN : Whose.OWN,
              "",
              random.nextInt(5) == 0 ? some(random, reach) : "",
              names(random, reach),
              random.nextInt(4) == 0 ? names(random, size) : List.of(),
              new State("", false, ""),
              "",
              "",
              0));
    }
    return all;
  }

  private static List<String> names(Random random, int reach) {
    return IntStream.range(0, random.nextInt(3)).mapToObj(n -> some(random, reach)).toList();
  }

  /** Sometimes of what is not in the inventory. */
  private static String some(Random random, int reach) {
    return "x-" + random.nextInt(reach + 2);
  }
}
