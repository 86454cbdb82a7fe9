package org.hubkeeper.activities.jupyterhub;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.ScratchNamespace;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/** JupyterHubs by their own API; what has none is told from its pods. */
public final class JupyterHubs implements Hubs {

  private final Function<ClusterRef, List<HubAccess>> hubs;
  private final Means means;

  /**
   * What leads to hubs.
   *
   * @param secrets finds the tokens that the fleet file refers to
   * @param run names the run that asks
   */
  public record Means(
      Function<ClusterRef, KubernetesClient> clients,
      Function<ClusterRef, SecretResolver> secrets,
      Network network,
      Supplier<String> run) {}

  /** {@code hubs}: those of a cluster, by the fleet file. */
  public JupyterHubs(Function<ClusterRef, List<HubAccess>> hubs, Means means) {
    this.hubs = hubs;
    this.means = means;
  }

  @Override
  public List<HubFact> inspect(ClusterRef cluster) {
    return hubs.apply(cluster).stream().map(hub -> look(cluster, hub)).toList();
  }

  @Override
  public List<Spawns> spawns(ClusterRef cluster) {
    return hubs.apply(cluster).stream()
        .filter(HubAccess::api)
        .map(hub -> SpawnCounts.of(hub, http(cluster, hub)))
        .toList();
  }

  @Override
  public String ensureAnnounced(ClusterRef cluster, String name, String text) {
    HubAccess hub = hub(cluster, name);
    if (!hub.api() || hub.announcements().isEmpty()) {
      return "";
    }
    new Announcements(http(cluster, hub), hub.announcements()).ensure(text, means.run().get());
    return "announced at " + hub.base() + hub.announcements();
  }

  @Override
  public void ensureNoAnnouncement(ClusterRef cluster, String name) {
    HubAccess hub = hub(cluster, name);
    if (hub.api() && !hub.announcements().isEmpty()) {
      new Announcements(http(cluster, hub), hub.announcements()).ensureNone();
    }
  }

  @Override
  public void ensureStopped(ClusterRef cluster, String name, List<String> servers) {
    HubAccess hub = requireApi(cluster, name);
    HubPods pods = pods(cluster, hub);
    List<HubPods.Named> left = pods.named(servers);
    if (left.isEmpty()) {
      return;
    }
    HubUsers users = new HubUsers(http(cluster, hub));
    left.forEach(server -> users.stop(server.user(), server.server()));
    throw Failures.notReady(
        Blocker.of(
            "servers of users at hub " + hub.name(),
            "their end, for which the hub was asked",
            "see `kubectl get pods -n %s -l component=singleuser-server`"
                .formatted(hub.namespace())));
  }

  @Override
  public String proveServer(ClusterRef cluster, String name) {
    HubAccess hub = requireApi(cluster, name);
    return new ServerProof(
            hub,
            http(cluster, hub),
            pods(cluster, hub),
            new ScratchNamespace(means.clients().apply(cluster)))
        .prove();
  }

  /** A hub that does not answer is told as such: a plan is made without it. */
  private HubFact look(ClusterRef cluster, HubAccess hub) {
    try {
      if (!hub.api()) {
        HubUsers.Count count = pods(cluster, hub).count();
        return new HubFact(hub.name(), false, "", count.online(), count.starting(), "");
      }
      HubUsers users = new HubUsers(http(cluster, hub));
      HubUsers.Count count = users.count();
      return new HubFact(hub.name(), true, users.version(), count.online(), count.starting(), "");
    } catch (ApplicationFailure e) {
      return new HubFact(hub.name(), hub.api(), "", 0, 0, e.getOriginalMessage());
    }
  }

  private HubAccess hub(ClusterRef cluster, String name) {
    return hubs.apply(cluster).stream()
        .filter(hub -> hub.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.MISSING,
                    "the fleet file has no hub %s on %s".formatted(name, cluster),
                    null));
  }

  private HubAccess requireApi(ClusterRef cluster, String name) {
    HubAccess hub = hub(cluster, name);
    if (!hub.api()) {
      throw Failures.of(
          FailureKind.MISSING,
          "the fleet file does not say how to reach the API of hub %s; add `api` to it"
              .formatted(name),
          null);
    }
    return hub;
  }

  private HubHttp http(ClusterRef cluster, HubAccess hub) {
    return new HubHttp(
        means.network(),
        hub,
        means.secrets().apply(cluster).resolve(hub.token(), "hubs." + hub.name() + ".api.token"));
  }

  private HubPods pods(ClusterRef cluster, HubAccess hub) {
    return new HubPods(means.clients().apply(cluster), hub.namespace());
  }
}
