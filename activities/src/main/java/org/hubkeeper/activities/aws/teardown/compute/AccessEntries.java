package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/**
 * Who may enter the cluster. They go with it; the last look into the cluster needs the worker's
 * own.
 */
public final class AccessEntries implements Kind {

  @Override
  public String name() {
    return "access-entry";
  }

  @Override
  public Slice find(Ground ground, String token) {
    try {
      return Slice.last(
          eks(ground)
              .listAccessEntriesPaginator(r -> r.clusterName(ground.cluster().name()))
              .accessEntries()
              .stream()
              .map(principal -> sight(ground, principal))
              .toList());
    } catch (ResourceNotFoundException e) {
      return Slice.last(List.of());
    }
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return find(ground, "").sights().stream().filter(one -> ids.contains(one.id())).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    eks(ground)
        .deleteAccessEntry(r -> r.clusterName(ground.cluster().name()).principalArn(sight.name()));
  }

  /** The worker's own is the last way in. */
  @Override
  public boolean waits(Sight sight) {
    return true;
  }

  private static Sight sight(Ground ground, String principal) {
    return Sight.of("access-entry", Clusters.id(ground) + " " + principal, Map.of())
        .named(principal)
        .partOf(Clusters.id(ground), "")
        .known("it is a part of the cluster");
  }

  private static EksClient eks(Ground ground) {
    return ground.apis().eks(ground.cluster());
  }
}
