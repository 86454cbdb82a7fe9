package org.hubkeeper.worker;

import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.archive.FileArchive;
import org.hubkeeper.activities.aws.AwsAccess;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.AwsLimits;
import org.hubkeeper.activities.aws.EbsVolumes;
import org.hubkeeper.activities.aws.EksAccess;
import org.hubkeeper.activities.aws.ManagedSecrets;
import org.hubkeeper.activities.aws.cluster.EksControlPlane;
import org.hubkeeper.activities.aws.dns.Route53Dns;
import org.hubkeeper.activities.aws.network.CloudFormationStacks;
import org.hubkeeper.activities.aws.nodes.EksNodeGroups;
import org.hubkeeper.activities.aws.pools.EksNodePools;
import org.hubkeeper.activities.aws.storage.S3Buckets;
import org.hubkeeper.activities.aws.teardown.AwsInventory;
import org.hubkeeper.activities.aws.teardown.AwsRemoval;
import org.hubkeeper.activities.aws.teardown.KmsEncryption;
import org.hubkeeper.activities.aws.upgrade.EksUpgrades;
import org.hubkeeper.activities.jupyterhub.HubAccess;
import org.hubkeeper.activities.kubernetes.ClusterClients;
import org.hubkeeper.activities.kubernetes.KubeFailures;
import org.hubkeeper.activities.kubernetes.KubernetesSecrets;
import org.hubkeeper.activities.kubernetes.nodes.KubernetesNodes;
import org.hubkeeper.activities.notify.NoticesByChannels;
import org.hubkeeper.activities.temporal.TemporalFailures;
import org.hubkeeper.activities.temporal.TemporalLocks;
import org.hubkeeper.fleet.ClusterEntry;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Puts a worker together: which activities it serves on which queues, with which clients. A pool is
 * served by the activities of every platform that its clusters may need; there is no choice by
 * cloud anywhere else.
 */
final class Assembly implements AutoCloseable {

  private final WorkerFactory factory;
  private final List<AutoCloseable> clients = new ArrayList<>();
  private volatile boolean polling;

  private Assembly(WorkerFactory factory) {
    this.factory = factory;
  }

  /** Refuses, before anything is connected, what could never work. */
  static void check(WorkerConfig settings) throws WorkerConfig.Problem {
    try {
      FleetFile fleet = FleetFile.read(settings.fleet());
      for (String pool : settings.pools()) {
        if (fleet.clusters().stream().noneMatch(cluster -> cluster.pool().equals(pool))) {
          throw new WorkerConfig.Problem(
              "pools: no cluster of "
                  + settings.fleet()
                  + " has the pool "
                  + pool
                  + "; known: "
                  + fleet.clusters().stream().map(ClusterEntry::pool).distinct().toList());
        }
      }
    } catch (FleetException e) {
      throw new WorkerConfig.Problem(e.getMessage());
    }
  }

  static Assembly of(WorkerConfig settings, Connection connection) {
    FailureTranslators translators =
        new FailureTranslators(
            List.of(
                new FleetFailures(),
                new TemporalFailures(),
                new AwsFailures(),
                new KubeFailures()));
    WorkerFactory factory =
        WorkerFactory.newInstance(
            connection.client(),
            Registration.factoryOptions(
                translators,
                connection.client().getOptions().getDataConverter(),
                Duration.ofSeconds(settings.stallSeconds())));
    Assembly assembly = new Assembly(factory);
    FleetFromFile fleet = new FleetFromFile(settings.fleet(), settings.allowTimeFactor());
    if (settings.runbooks()) {
      assembly.runbooks(settings, connection, fleet);
    }
    if (!settings.pools().isEmpty()) {
      assembly.pools(settings, fleet);
    }
    return assembly;
  }

  private void runbooks(WorkerConfig settings, Connection connection, FleetFromFile fleet) {
    Worker worker = factory.newWorker(Registration.QUEUE, Registration.workerOptions());
    Registration.runbooks(worker);
    worker.registerActivitiesImplementations(
        fleet,
        new BlueprintsFromFile(fleet),
        new TemporalLocks(connection.client()),
        new FileArchive(settings.archive(), connection.client()),
        new NoticesByChannels(Channels.of(settings, fleet.read().secrets())));
  }

  private void pools(WorkerConfig settings, FleetFromFile fleet) {
    Network network = Channels.network(settings);
    AwsClients aws =
        new AwsClients(
            ref -> new AwsAccess(fleet.entry(ref).roleArn(), fleet.entry(ref).externalId()),
            network,
            new AwsLimits(settings.awsRates().rates()),
            Run::id);
    Function<ClusterRef, ClusterAccess> access = access(fleet, new EksAccess(aws));
    ClusterClients clusters = new ClusterClients(access, network);
    clients.add(aws);
    clients.add(clusters);
    List<Object> activities = new ArrayList<>();
    activities.addAll(
        List.of(
            new EbsVolumes(aws::ec2),
            new CloudFormationStacks(aws),
            new EksControlPlane(aws),
            new EksNodeGroups(aws),
            new EksUpgrades(aws),
            new EksNodePools(aws, new KubernetesNodes(clusters, Run::id)),
            new S3Buckets(aws),
            new Route53Dns(aws, settings.dnsServers()),
            new AwsInventory(aws),
            new AwsRemoval(aws),
            new KmsEncryption(aws)));
    activities.addAll(
        new ClusterActivities(
                settings,
                network,
                new ClusterActivities.Ways(
                    access,
                    clusters,
                    ref -> secrets(ref, fleet, aws, clusters),
                    ref -> hubs(ref, fleet)))
            .all());
    for (String pool : settings.pools()) {
      factory
          .newWorker("hubkeeper-" + pool, Registration.workerOptions())
          .registerActivitiesImplementations(activities.toArray());
    }
  }

  private static List<HubAccess> hubs(ClusterRef ref, FleetFromFile fleet) {
    return fleet.entry(ref).hubs().stream()
        .map(
            hub ->
                new HubAccess(
                    hub.name(),
                    hub.namespace(),
                    hub.api().url(),
                    hub.api().token(),
                    hub.api().announcements()))
        .toList();
  }

  /** With what only the cluster and its account can tell. */
  private static SecretResolver secrets(
      ClusterRef ref, FleetFromFile fleet, AwsClients aws, ClusterClients clusters) {
    return fleet
        .read()
        .secrets()
        .with("k8s", new KubernetesSecrets(() -> clusters.apply(ref)))
        .with("aws-secretsmanager", new ManagedSecrets(() -> aws.secretsManager(ref)));
  }

  /** A kubeconfig where the fleet file names one, else what the cloud says. */
  private static Function<ClusterRef, ClusterAccess> access(
      FleetFromFile fleet, EksAccess derived) {
    return ref -> {
      String kubeconfig = fleet.entry(ref).access().kubeconfig();
      if (kubeconfig.isEmpty()) {
        return derived.apply(ref);
      }
      SecretResolver secrets = fleet.read().secrets();
      return new ClusterAccess.Kubeconfig(
          secrets.resolve(kubeconfig, "access.kubeconfig").reveal(), fleet.entry(ref).context());
    };
  }

  void start() {
    factory.start();
    polling = true;
  }

  boolean polling() {
    return polling && !factory.isShutdown();
  }

  void awaitEnd() throws InterruptedException {
    while (!factory.isTerminated()) {
      factory.awaitTermination(1, TimeUnit.HOURS);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() {
    polling = false;
    factory.shutdown();
    factory.awaitTermination(20, TimeUnit.SECONDS);
    factory.shutdownNow();
    for (AutoCloseable client : clients) {
      try {
        client.close();
      } catch (Exception e) {
        // AutoCloseable declares it; nothing can be done about a client that won't close.
        org.slf4j.LoggerFactory.getLogger(Assembly.class).warn("close", e);
      }
    }
    clients.clear();
  }
}
