package org.hubkeeper.activities.aws.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.activities.aws.teardown.Batch.Outcome;
import org.hubkeeper.activities.aws.teardown.Batch.Result;
import org.hubkeeper.activities.aws.teardown.network.Interfaces;
import org.hubkeeper.workflows.model.Site;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class BatchTest {

  private final Ground ground =
      new Ground(
          FakeApis.CLUSTER,
          new FakeApis(Map.of()).apis(),
          new Site(List.of("vpc-1"), "", List.of(), List.of(), "", true));
  private final Shelf shelf = new Shelf();

  @Test
  void eachIsLookedAtAskedOnceAndLookedAtAgainTogether() {
    shelf.put("a", "b");

    assertThat(remove("a", "b", "gone")).extracting(Outcome::result).containsOnly(Result.GONE);

    assertThat(shelf.log).containsExactly("look 3", "delete a", "delete b", "look 2");
  }

  @Test
  void aRefusalNamesTheHolder() {
    shelf.put("a");
    shelf.refusals.put("a", "DependencyViolation");

    Outcome outcome = remove("a").get(0);

    assertThat(outcome.result()).isEqualTo(Result.LEAVING);
    assertThat(outcome.blocker().holder()).isEqualTo("eni-2, made by somebody");
  }

  @Test
  void whatAnotherClusterMarkedSinceIsKept() {
    shelf.things.put(
        "a", Sight.of("thing", "a", Map.of("kubernetes.io/cluster/other", "owned")).in("vpc-1"));

    assertThat(remove("a").get(0).result()).isEqualTo(Result.KEPT);

    assertThat(shelf.log).containsExactly("look 1");
  }

  @Test
  void aRefusalForRightsThatWentWithTheThingIsNoRefusal() {
    shelf.put("a");
    shelf.refusals.put("a", "UnauthorizedOperation");
    shelf.vanishing = true;

    assertThat(remove("a").get(0).result()).isEqualTo(Result.GONE);
  }

  @Test
  void aRefusalOfAnotherKindIsTheCallers() {
    shelf.put("a");
    shelf.refusals.put("a", "UnauthorizedOperation");

    assertThatThrownBy(() -> remove("a")).isInstanceOf(Ec2Exception.class);
  }

  @Test
  void aProtectionIsLiftedOnlyWhereThatWasAgreed() {
    shelf.things.put("a", Sight.of("thing", "a", Map.of()).in("vpc-1").guarded(true));

    assertThat(remove("a").get(0).result()).isEqualTo(Result.KEPT);
    Outcome agreed = new Batch(ground, shelf, Set.of("a")).remove(List.of("a")).get(0);

    assertThat(agreed.result()).isEqualTo(Result.LEAVING);
    assertThat(shelf.log).containsExactly("look 1", "look 1", "unguard a");
  }

  @Test
  void anInterfaceThatAnotherPrincipalStillHasIsWaitedFor() {
    Interfaces interfaces = new Interfaces();

    assertThat(interfaces.passes("AuthFailure")).isTrue();
    assertThat(interfaces.passes("UnauthorizedOperation")).isFalse();
    assertThat(shelf.passes("AuthFailure")).isFalse();
  }

  private List<Outcome> remove(String... ids) {
    return new Batch(ground, shelf, Set.of()).remove(List.of(ids));
  }

  private final class Shelf implements Kind {
    private final Map<String, Sight> things = new LinkedHashMap<>();
    private final Map<String, String> refusals = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private boolean vanishing;

    void put(String... ids) {
      for (String id : ids) {
        things.put(id, Sight.of("thing", id, Map.of()).in("vpc-1"));
      }
    }

    @Override
    public String name() {
      return "thing";
    }

    @Override
    public Slice find(Ground where, String token) {
      return Slice.last(List.copyOf(things.values()));
    }

    @Override
    public List<Sight> look(Ground where, List<String> ids) {
      log.add("look " + ids.size());
      return things.values().stream().filter(one -> ids.contains(one.id())).toList();
    }

    @Override
    public void delete(Ground where, Sight sight) {
      log.add("delete " + sight.id());
      String code = refusals.get(sight.id());
      if (code == null || vanishing) {
        things.remove(sight.id());
      }
      if (code != null) {
        throw (Ec2Exception)
            Ec2Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
      }
    }

    @Override
    public void unguard(Ground where, Sight sight) {
      log.add("unguard " + sight.id());
    }

    @Override
    public Optional<Holder> holder(Ground where, Sight sight) {
      return Optional.of(new Holder("eni-2, made by somebody", Instant.EPOCH, "wait"));
    }
  }
}
