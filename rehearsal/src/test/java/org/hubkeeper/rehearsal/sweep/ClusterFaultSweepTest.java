package org.hubkeeper.rehearsal.sweep;

import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.sweep.FaultSweep.Swept;
import org.hubkeeper.rehearsal.sweep.FaultSweep.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each activity by which bootstrap works in a cluster against every single fault. */
@Timeout(900)
@Tag("full")
class ClusterFaultSweepTest {

  private static final String TOOLS = "cluster-tools";

  /** Temporal alone tries again here, so once is all. */
  private static final List<Trouble> TROUBLES =
      List.of(new Trouble("throttle", 1), new Trouble("error", 1), new Trouble("lost-reply", 1));

  private final SweptCluster swept = new SweptCluster(bootstrapped());
  private final FaultSweep<SweptCluster> sweep = new FaultSweep<>(swept);

  @AfterEach
  void end() {
    swept.end();
  }

  private static BootstrapWorld bootstrapped() {
    // What it says of a cluster that nobody has touched must have been asked before.
    MadeCluster.shared().again();
    return MadeCluster.shared().world();
  }

  static Stream<Swept<SweptCluster>> looking() {
    return Stream.of(
        new Swept<>("uid", s -> {}, s -> s.workloads().uid(s.cluster())),
        new Swept<>(
            "checkOwnRights", s -> {}, s -> done(() -> s.workloads().checkOwnRights(s.cluster()))),
        new Swept<>(
            "missingSecrets",
            s -> {},
            s ->
                s.workloads()
                    .missingSecrets(s.cluster(), SweptCluster.NAMESPACE, List.of(s.salt()))),
        new Swept<>(
            "awaitNodes",
            s -> {},
            s -> done(() -> s.workloads().awaitNodes(s.cluster(), "tools", 2))),
        new Swept<>(
            "awaitLoadBalancer",
            s -> {},
            s ->
                s.workloads()
                    .awaitLoadBalancer(s.cluster(), TOOLS, "master-ingress-nginx-ingress")),
        new Swept<>(
            "loadBalancer",
            s -> {},
            s -> s.workloads().loadBalancer(s.cluster(), TOOLS, "master-ingress-nginx-ingress")),
        new Swept<>(
            "storageClassIsDefault",
            s -> {},
            s -> s.workloads().storageClassIsDefault(s.cluster())),
        new Swept<>("proof workloads", s -> {}, s -> s.prove("05-prometheus", "workloads")),
        new Swept<>("proof https", s -> {}, s -> s.prove("01-ingress", "https")),
        new Swept<>("proof pull", s -> {}, s -> s.prove("03-registry", "pull")),
        new Swept<>("proof targets", s -> {}, s -> s.prove("05-prometheus", "targets")),
        new Swept<>("proof metric", s -> {}, s -> s.prove("05-prometheus", "metric")),
        new Swept<>("proof grafana", s -> {}, s -> s.prove("06-grafana", "grafana")),
        new Swept<>(
            "proof placeholders", s -> {}, s -> s.prove("08-placeholders", "placeholders")));
  }

  static Stream<Swept<SweptCluster>> making() {
    return Stream.of(
        new Swept<>(
            "ensureOwnRights",
            ClusterFaultSweepTest::fewerRights,
            s -> done(() -> s.workloads().ensureOwnRights(s.cluster()))),
        new Swept<>(
            "ensureNamespace",
            s -> {},
            s -> done(() -> s.workloads().ensureNamespace(s.cluster(), s.absentNamespace()))),
        new Swept<>(
            "ensureSecret",
            s -> {},
            s ->
                done(
                    () ->
                        s.workloads().ensureSecret(s.cluster(), SweptCluster.NAMESPACE, s.salt()))),
        new Swept<>(
            "ensureStorageClass",
            s -> s.kubernetes().storage().v1().storageClasses().withName("gp3").delete(),
            s -> done(() -> s.workloads().ensureStorageClass(s.cluster()))),
        new Swept<>(
            "task grafana-password", s -> {}, s -> s.task("06-grafana", "grafana-password")),
        new Swept<>(
            "task grafana-dashboards", s -> {}, s -> s.task("06-grafana", "grafana-dashboards")));
  }

  @ParameterizedTest
  @MethodSource("looking")
  void anActivitySeesTheSameWhateverGoesWrongWithAnyRequest(Swept<SweptCluster> activity) {
    sweep.sweepLook(activity, TROUBLES);
  }

  @ParameterizedTest
  @MethodSource("making")
  void anActivityHasTheSameEffectOnceWhateverGoesWrongWithAnyRequest(Swept<SweptCluster> activity) {
    sweep.sweep(activity, TROUBLES);
  }

  private static void fewerRights(SweptCluster swept) {
    swept
        .kubernetes()
        .rbac()
        .clusterRoles()
        .withName("hubkeeper-bootstrap")
        .edit(
            role -> {
              role.getRules().removeIf(rule -> rule.getResources().contains("jobs"));
              return role;
            });
  }

  private static Object done(Runnable call) {
    call.run();
    return "";
  }
}
