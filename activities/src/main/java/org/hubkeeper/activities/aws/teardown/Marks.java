package org.hubkeeper.activities.aws.teardown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tags by which something says what cluster it belongs to: Hubkeeper's, eksctl's, those of EKS,
 * of Kubernetes' controllers and of Karpenter.
 */
public final class Marks {

  /** Followed by a cluster's name; the value says whether others have a part in it. */
  public static final String OWNED_PREFIX = "kubernetes.io/cluster/";

  private static final String SHARED = "shared";

  /** Keys whose value is the cluster's name. */
  private static final List<String> NAMING =
      List.of(
          "hubkeeper/cluster",
          "alpha.eksctl.io/cluster-name",
          "eksctl.cluster.k8s.io/v1alpha1/cluster-name",
          "eks:cluster-name",
          "aws:eks:cluster-name",
          "eks:eks-cluster-name",
          "elbv2.k8s.aws/cluster",
          "ingress.k8s.aws/cluster",
          "cluster.k8s.amazonaws.com/name",
          "karpenter.k8s.aws/cluster",
          "KubernetesCluster");

  /** Keys whose value may be the cluster's name, but also something else. */
  private static final List<String> HINTING = List.of("Blueprint");

  /** Keys, in small letters, that tell which team something belongs to. */
  private static final List<String> OWNERS = List.of("owner", "team");

  private Marks() {}

  /** All keys by which things of the cluster may be found. */
  public static List<String> keys(String cluster) {
    List<String> keys = new ArrayList<>(NAMING);
    keys.addAll(HINTING);
    keys.add(OWNED_PREFIX + cluster);
    return keys;
  }

  /** Whether the cluster has a part in something, alone or with others. */
  public static boolean names(String cluster, Map<String, String> tags) {
    return of(cluster, tags).isPresent() || tags.containsKey(OWNED_PREFIX + cluster);
  }

  /** The first tag that says that something is the cluster's, as {@code key=value}. */
  public static Optional<String> of(String cluster, Map<String, String> tags) {
    Optional<String> named =
        Stream.concat(NAMING.stream(), HINTING.stream())
            .filter(key -> cluster.equals(tags.get(key)))
            .findFirst();
    return named
        .or(
            () ->
                Optional.of(OWNED_PREFIX + cluster)
                    .filter(key -> tags.containsKey(key) && !SHARED.equals(tags.get(key))))
        .map(key -> key + "=" + tags.get(key));
  }

  /** The tag that says that it is used by several clusters. */
  public static Optional<String> shared(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().startsWith(OWNED_PREFIX) && SHARED.equals(tag.getValue()))
        .map(tag -> tag.getKey() + "=" + tag.getValue())
        .sorted()
        .findFirst();
  }

  /** Another cluster that it belongs to, or has a part in it. */
  public static Optional<String> other(String cluster, Map<String, String> tags) {
    return NAMING.stream()
        .map(tags::get)
        .filter(name -> name != null && !name.isEmpty() && !name.equals(cluster))
        .findFirst()
        .or(
            () ->
                tags.keySet().stream()
                    .filter(key -> key.startsWith(OWNED_PREFIX))
                    .map(key -> key.substring(OWNED_PREFIX.length()))
                    .filter(name -> !name.equals(cluster))
                    .sorted()
                    .findFirst());
  }

  /**
   * Whose it is by the tags that people use for that, as {@code data-platform, by the tag owner}.
   */
  public static Optional<String> owner(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> OWNERS.contains(tag.getKey().toLowerCase(Locale.ROOT)))
        .filter(tag -> !tag.getValue().isBlank())
        .map(tag -> tag.getValue() + ", by the tag " + tag.getKey())
        .sorted()
        .findFirst();
  }

  /** Tags of any service's own type. */
  public static <T> Map<String, String> map(
      List<T> tags, Function<T, String> key, Function<T, String> value) {
    return tags.stream()
        .collect(
            Collectors.toMap(
                key, tag -> value.apply(tag) == null ? "" : value.apply(tag), (one, last) -> last));
  }
}
