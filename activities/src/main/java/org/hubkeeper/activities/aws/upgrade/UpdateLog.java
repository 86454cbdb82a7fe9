package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateParam;
import software.amazon.awssdk.services.eks.model.UpdateParamType;
import software.amazon.awssdk.services.eks.model.UpdateStatus;
import software.amazon.awssdk.services.eks.model.UpdateType;

/**
 * What EKS remembers of the updates of a cluster, or of one node group or add-on of it: whoever
 * asked for them, by whatever door.
 */
public final class UpdateLog {

  private final EksClient eks;
  private final ClusterRef cluster;
  private final String nodeGroup;
  private final String addon;

  private UpdateLog(EksClient eks, ClusterRef cluster, String nodeGroup, String addon) {
    this.eks = eks;
    this.cluster = cluster;
    this.nodeGroup = nodeGroup;
    this.addon = addon;
  }

  static UpdateLog ofCluster(EksClient eks, ClusterRef cluster) {
    return new UpdateLog(eks, cluster, null, null);
  }

  public static UpdateLog ofNodeGroup(EksClient eks, ClusterRef cluster, String name) {
    return new UpdateLog(eks, cluster, name, null);
  }

  static UpdateLog ofAddon(EksClient eks, ClusterRef cluster, String name) {
    return new UpdateLog(eks, cluster, null, name);
  }

  /** The newest first. */
  List<Update> all() {
    return eks
        .listUpdatesPaginator(r -> r.name(cluster.name()).nodegroupName(nodeGroup).addonName(addon))
        .updateIds()
        .stream()
        .map(this::describe)
        .sorted(Comparator.comparing(Update::createdAt).reversed())
        .toList();
  }

  Update describe(String id) {
    return eks.describeUpdate(
            r -> r.name(cluster.name()).nodegroupName(nodeGroup).addonName(addon).updateId(id))
        .update();
  }

  Optional<Update> running() {
    return all().stream().filter(one -> one.status() == UpdateStatus.IN_PROGRESS).findFirst();
  }

  /** The newest of its kind, if it failed and was begun no earlier than that. */
  Optional<Update> failedSince(Instant asked, Predicate<Update> kind) {
    return all().stream()
        .filter(kind)
        .findFirst()
        .filter(one -> !one.createdAt().isBefore(asked))
        .filter(UpdateErrors::failed);
  }

  /** What an update changes something to; empty when it changes something else. */
  public static String to(Update update, UpdateParamType what) {
    return update.params().stream()
        .filter(param -> param.type() == what)
        .map(UpdateParam::value)
        .findFirst()
        .orElse("");
  }

  /** Whether it moves a version, and not only a setting. */
  public static boolean movesVersion(Update update) {
    return update.type() == UpdateType.VERSION_UPDATE
        || update.type() == UpdateType.VERSION_ROLLBACK;
  }

  /** Where it leads, for people; empty when it is no version. */
  static String told(Update update) {
    return Stream.of(UpdateParamType.VERSION, UpdateParamType.ADDON_VERSION)
        .map(type -> to(update, type))
        .filter(version -> !version.isEmpty())
        .findFirst()
        .map(version -> " to " + version)
        .orElse("");
  }
}
