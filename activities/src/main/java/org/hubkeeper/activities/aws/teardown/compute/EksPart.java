package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** What EKS lists by name inside a cluster; one that was made anew has another ARN. */
abstract class EksPart implements Kind {

  private final String name;

  EksPart(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Slice find(Ground ground, String token) {
    try {
      return Slice.last(
          names(ground).stream().flatMap(one -> described(ground, one).stream()).toList());
    } catch (ResourceNotFoundException e) {
      return Slice.last(List.of());
    }
  }

  @Override
  public final List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream()
        .flatMap(id -> described(ground, nameIn(id)).stream())
        .filter(sight -> ids.contains(sight.id()))
        .toList();
  }

  /** All there are, in order. */
  abstract Iterable<String> listed(EksClient eks, String cluster);

  /** One of them; EKS' own exception tells that it is gone. */
  abstract Sight sight(EksClient eks, String cluster, String one);

  private List<String> names(Ground ground) {
    return StreamSupport.stream(listed(eks(ground), ground.cluster().name()).spliterator(), false)
        .toList();
  }

  private Optional<Sight> described(Ground ground, String one) {
    try {
      Sight sight = sight(eks(ground), ground.cluster().name(), one);
      return Optional.of(
          sight.on(List.of(Clusters.id(ground))).known("it is a part of the cluster"));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** As in {@code arn:…:nodegroup/CLUSTER/NAME/UUID}. */
  static String nameIn(String arn) {
    return arn.split("/")[2];
  }

  static EksClient eks(Ground ground) {
    return ground.apis().eks(ground.cluster());
  }
}
