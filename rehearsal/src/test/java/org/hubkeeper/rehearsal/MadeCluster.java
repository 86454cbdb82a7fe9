package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/**
 * The cluster that all tests of living clusters share: made once from an empty account, then looked
 * at again, then given one more node group. Each of these happens when a test first asks for it.
 */
public final class MadeCluster {

  /** The group that is added. */
  public static final String GROUP = "user-m5-4xlarge";

  private static final String DEFINED =
      """

        - name: user-m5-4xlarge         # 64 GiB, for large classes
          instanceType: m5.4xlarge
          minSize: 0
          maxSize: 4
          desiredCapacity: 1
          labels: {hub.jupyter.org/node-purpose: user}
          taints: [{key: hub.jupyter.org/dedicated, value: user, effect: NoSchedule}]
          privateNetworking: true
      """;

  private static MadeCluster shared;

  private final BootstrapWorld world = BootstrapWorld.start();
  private Told made;
  private Told again;
  private Told larger;

  private MadeCluster() {}

  /** The world in which it is, which ends with this process. */
  public static synchronized MadeCluster shared() {
    if (shared == null) {
      shared = new MadeCluster();
      Runtime.getRuntime().addShutdownHook(new Thread(shared.world::close));
    }
    return shared;
  }

  /** Where it is. */
  public BootstrapWorld world() {
    return world;
  }

  /** The run that has made it. */
  public synchronized Told made() {
    if (made == null) {
      made = follow(world.run());
    }
    return made;
  }

  /** The same once more, right afterwards. */
  public synchronized Told again() {
    if (again == null) {
      made();
      again = follow(world.run());
    }
    return again;
  }

  /** The run that has added the group, after a person has written it down. */
  public synchronized Told larger() {
    if (larger == null) {
      again();
      world.edit("cluster.yaml", text -> text.stripTrailing() + "\n" + DEFINED);
      world.edit(
          "values/02-autoscaler.yaml",
          text -> text.replace("  10: [", "  5: [\".*m5-4xlarge.*\"]\n  10: ["));
      larger = follow(world.run("add-node-group", Map.of()));
    }
    return larger;
  }

  /** Follows a run of this world to its end, approving. */
  public Told follow(TestRun run) {
    int changes = world.changes().size();
    Map<String, Integer> writes = counted(world.writes());
    PlanView plan = run.planned();
    Report report = run.approveAll();
    List<JsonNode> all = world.changes();
    return new Told(
        run, plan, report, all.subList(changes, all.size()), writes, counted(world.writes()));
  }

  private static Map<String, Integer> counted(List<JsonNode> writes) {
    Map<String, Integer> counted = new TreeMap<>();
    writes.forEach(
        event ->
            counted.merge(
                event.path("verb").asText() + " " + event.at("/objectRef/resource").asText(),
                1,
                Integer::sum));
    return counted;
  }

  /**
   * A run that has ended.
   *
   * @param plan as people approved it; the report has the last one
   * @param changes what it has changed in AWS
   * @param before how often each kind of request had changed something in the cluster
   * @param after the same, when it had ended
   */
  public record Told(
      TestRun run,
      PlanView plan,
      Report report,
      List<JsonNode> changes,
      Map<String, Integer> before,
      Map<String, Integer> after) {

    /** What a step has proved. */
    public String note(String step) {
      return report.steps().stream()
          .filter(one -> one.name().equals(step))
          .map(Step::note)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no step " + step));
    }
  }
}
