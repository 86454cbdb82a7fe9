package org.hubkeeper.rehearsal.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.fault.HelmStandIn;
import org.hubkeeper.workflows.kernel.Question.Answer;

/**
 * The world that a runbook is rehearsed in.
 *
 * @param kubernetes what it needs of Kubernetes; a world without starts without Go
 * @param scenarios what there may be before the run; the first is the default
 * @param example the fleet file among the examples
 * @param cluster the cluster of that file
 * @param settings the run's input where nothing else is said
 * @param services clouds' services that it calls, which faults can hit
 * @param simulated what the report says was not real
 */
public record WorldSpec(
    String runbook,
    Kubernetes kubernetes,
    List<String> scenarios,
    String example,
    String cluster,
    Map<String, Object> settings,
    List<String> services,
    List<String> simulated) {

  /** Seven days of grace pass in five seconds. */
  private static final double FACTOR = 120_000;

  private static final WorldSpec PRUNE_VOLUMES =
      new WorldSpec(
          "prune-volumes",
          Kubernetes.API_SERVERS,
          List.of(
              "default",
              "attached-after-approval",
              "claimed-after-approval",
              "foreign",
              "cluster-unreachable",
              "10k"),
          "ds-osu",
          "ds-osu-test",
          Map.of("timeFactor", FACTOR),
          List.of("ec2", "eks", "sts"),
          List.of(
              "AWS (EC2, EKS, STS): moto with AWS's own refusals and delays, no real account",
              "Kubernetes: the real API server 1.36, without nodes and controllers",
              "time: seven days of the run pass in five seconds"));

  private static final WorldSpec BOOTSTRAP =
      new WorldSpec(
          "bootstrap",
          Kubernetes.NODES,
          List.of("default", "half-made", "quota", "name-taken"),
          "ds-osu",
          "ds-osu-test",
          Map.of("timeFactor", 60.0),
          List.of(
              "ec2",
              "eks",
              "sts",
              "cloudformation",
              "iam",
              "autoscaling",
              "route53",
              "s3",
              "servicequotas",
              HelmStandIn.SERVICE),
          List.of(
              "AWS: moto with AWS's own refusals and delays, no real account",
              "Kubernetes: the real control plane 1.36 and the real Helm; nodes and pods by kwok",
              "charts: stand-ins with the values of the real ones; a local process behind each pod",
              "DNS: a name server on loopback that answers from the simulated zones",
              "time: a minute of the run passes in a second"));

  private static final WorldSpec ADD_NODE_GROUP =
      new WorldSpec(
          "add-node-group",
          Kubernetes.NODES,
          List.of("default"),
          BOOTSTRAP.example(),
          BOOTSTRAP.cluster(),
          BOOTSTRAP.settings(),
          BOOTSTRAP.services(),
          Stream.concat(
                  BOOTSTRAP.simulated().stream(),
                  Stream.of("people: a scene adds the group to the definition and its priority"))
              .toList());

  private static final WorldSpec UPGRADE =
      new WorldSpec(
          "upgrade",
          Kubernetes.STANDING,
          List.of(
              "clean",
              "users-online",
              "blocking-budget",
              "webhook-down",
              "add-on-rejected",
              "update-fails",
              "too-few-addresses",
              "update-running",
              "bake-rollback"),
          "learning",
          "learning-test",
          Map.of("target", "1.36", "timeFactor", 1200.0),
          List.of("ec2", "eks", "sts", "autoscaling", "servicequotas"),
          List.of(
              "AWS: moto with AWS's own refusals and delays, no real account; EKS's updates, add-ons,"
                  + " insights and roll-backs by tables",
              "Kubernetes: the real control plane is 1.36 all the time; a proxy before it tells the"
                  + " version, hides later APIs and adds the metric of deprecated ones, by a table",
              "nodes and pods by kwok; the version of a kubelet is only told",
              "hub: a small program with JupyterHub's REST API; users' servers are pods in which"
                  + " nothing runs, and users log off a while after their node was closed",
              "charts: stand-ins with the values of the real ones",
              "time: the run's own waits pass 1200 times faster, AWS's durations 60 times"));

  private static final WorldSpec TEARDOWN =
      new WorldSpec(
          "teardown",
          Kubernetes.RUNNING,
          List.of(
              "clean",
              "leaked-interfaces",
              "load-balancer-outlives-service",
              "referencing-groups",
              "stuck-finalizer",
              "endpoint-deleting",
              "mount-target",
              "deletion-protection",
              "foreign-object",
              "other-cluster",
              "network-leftovers"),
          "ds-osu",
          "ds-osu-test",
          Map.of(
              "timeFactor",
              60.0,
              "graceHours",
              0,
              "confirm",
              "",
              "backup",
              "last night's snapshots"),
          List.of(
              "autoscaling",
              "cloudformation",
              "ec2",
              "ecr",
              "eks",
              "elasticfilesystem",
              "elasticloadbalancing",
              "iam",
              "kms",
              "logs",
              "route53",
              "s3",
              "sts",
              "tagging",
              HelmStandIn.SERVICE),
          List.of(
              "AWS: moto with AWS's own refusals, delays and leftovers, no real account",
              "Kubernetes: the real control plane 1.36 and the real Helm; nodes and pods by kwok",
              "hubs: their objects and releases, without the programs in their pods",
              "time: a minute of the run passes in a second"));

  private static final List<WorldSpec> ALL =
      List.of(PRUNE_VOLUMES, BOOTSTRAP, ADD_NODE_GROUP, UPGRADE, TEARDOWN);

  /** How much of Kubernetes a world has. */
  public enum Kubernetes {
    NONE,
    /** API servers that keep objects, for every cluster beside the rehearsed one, too. */
    API_SERVERS,
    /** A whole control plane with nodes and pods, waiting for the rehearsed cluster to be made. */
    NODES,
    /** The same, of a cluster that runs already, at an older version, with a hub and its users. */
    STANDING,
    /** The same for a cluster that is there already, with hubs in it. */
    RUNNING;

    /** Whether there are controllers, nodes and pods, for the rehearsed cluster alone. */
    public boolean hasNodes() {
      return this != NONE && this != API_SERVERS;
    }
  }

  /** Copies what it is given. */
  public WorldSpec {
    scenarios = List.copyOf(scenarios);
    settings = Map.copyOf(settings);
    services = List.copyOf(services);
    simulated = List.copyOf(simulated);
  }

  /** The runbook that has made the cluster; empty when none has. */
  public Optional<WorldSpec> madeBy() {
    return this == ADD_NODE_GROUP ? Optional.of(BOOTSTRAP) : Optional.empty();
  }

  /** The runbook whose rights the worker has. */
  public String rights() {
    return madeBy().map(WorldSpec::runbook).orElse(runbook);
  }

  /** The input for a scenario where nothing else is said: the large one is about all of it. */
  public Map<String, Object> settings(String scenario) {
    if (!scenario.equals("10k")) {
      return settings;
    }
    Map<String, Object> large = new LinkedHashMap<>(settings);
    large.put("maxVolumes", 10_000);
    large.put("maxGiB", 10_000_000);
    return large;
  }

  /** What somebody chooses in a scenario that is about a choice, instead of going on. */
  public static Set<Answer> preferred(String scenario) {
    return scenario.equals("bake-rollback") ? Set.of(Answer.ROLL_BACK) : Set.of();
  }

  /** The world of a runbook; empty when it can't be rehearsed. */
  public static Optional<WorldSpec> of(String runbook) {
    return ALL.stream().filter(spec -> spec.runbook().equals(runbook)).findFirst();
  }

  /** All runbooks that can be rehearsed. */
  public static List<String> runbooks() {
    return ALL.stream().map(WorldSpec::runbook).toList();
  }
}
