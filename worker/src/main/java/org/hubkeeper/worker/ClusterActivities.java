package org.hubkeeper.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.helm.HelmCharts;
import org.hubkeeper.activities.helm.HelmReleases;
import org.hubkeeper.activities.helm.HelmSettings;
import org.hubkeeper.activities.jupyterhub.HubAccess;
import org.hubkeeper.activities.jupyterhub.JupyterHubs;
import org.hubkeeper.activities.kubernetes.ClusterClients;
import org.hubkeeper.activities.kubernetes.KubernetesClaims;
import org.hubkeeper.activities.kubernetes.KubernetesWorkloads;
import org.hubkeeper.activities.kubernetes.KubernetesWorkloads.Shipped;
import org.hubkeeper.activities.kubernetes.api.KubernetesApiUsage;
import org.hubkeeper.activities.kubernetes.api.KubernetesVitals;
import org.hubkeeper.activities.kubernetes.disruption.KubernetesDisruptions;
import org.hubkeeper.activities.kubernetes.nodes.KubernetesNodes;
import org.hubkeeper.activities.kubernetes.teardown.KubernetesNamespaces;
import org.hubkeeper.activities.kubernetes.teardown.KubernetesObjects;
import org.hubkeeper.activities.kubernetes.teardown.VeleroBackups;
import org.hubkeeper.activities.proof.ProofsByType;
import org.hubkeeper.activities.proof.SmokeProofs;
import org.hubkeeper.activities.proof.TasksByType;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.model.ClusterRef;

/** The activities that work through a cluster's API server, whatever cloud the cluster is in. */
final class ClusterActivities {

  private static final Path AUTHORITY =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt");

  private final WorkerConfig settings;
  private final Network network;
  private final Ways ways;

  /**
   * What leads into a cluster.
   *
   * @param access for programs other than this one
   * @param clusters clients whose servers have proved who they are
   * @param secrets finds what the fleet file refers to
   * @param hubs on a cluster, by the fleet file
   */
  record Ways(
      Function<ClusterRef, ClusterAccess> access,
      ClusterClients clusters,
      Function<ClusterRef, SecretResolver> secrets,
      Function<ClusterRef, List<HubAccess>> hubs) {}

  ClusterActivities(WorkerConfig settings, Network network, Ways ways) {
    this.settings = settings;
    this.network = network;
    this.ways = ways;
  }

  List<Object> all() {
    String image =
        settings.proofImage().isEmpty() ? KubernetesWorkloads.PROOF_IMAGE : settings.proofImage();
    Path files = settings.fleet().getParent();
    ProofsByType.Means means = new ProofsByType.Means(network, image, Run::id);
    return List.of(
        new KubernetesClaims(ways.clusters()),
        new KubernetesObjects(ways.clusters(), home()),
        new KubernetesNamespaces(ways.clusters()),
        new VeleroBackups(ways.clusters()),
        new HelmReleases(helm(files), ways.access(), ways.clusters()::apply),
        new HelmCharts(helm(files), ways.access(), ways.clusters()::apply, ways.secrets()),
        new KubernetesWorkloads(ways.clusters(), ways.secrets(), new Shipped(rights(), image)),
        new ProofsByType(ways.clusters(), means),
        new TasksByType(ways.clusters(), files),
        new KubernetesNodes(ways.clusters(), Run::id),
        new KubernetesApiUsage(ways.clusters(), hostName()),
        new KubernetesDisruptions(ways.clusters(), InstantSource.system()),
        new KubernetesVitals(ways.clusters(), Run::orderedAt, InstantSource.system()),
        new SmokeProofs(ways.clusters(), network, image, Run::id),
        new JupyterHubs(
            ways.hubs(), new JupyterHubs.Means(ways.clusters(), ways.secrets(), network, Run::id)));
  }

  /** A pod's is its own name; a machine without one is no pod. */
  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private HelmSettings helm(Path files) {
    return new HelmSettings(
        settings.helm().command(),
        settings.helm().plainHttp(),
        Path.of(settings.helm().cache()),
        files,
        network);
  }

  /** The authority of the cluster that this pod runs in, as Kubernetes tells every pod. */
  private static String home() {
    try {
      return Files.exists(AUTHORITY) ? Files.readString(AUTHORITY) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rights() {
    try (InputStream in = ClusterActivities.class.getResourceAsStream("rbac/bootstrap.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
