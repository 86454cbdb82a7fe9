package org.hubkeeper.workflows.runbook.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.Buckets.BucketFact;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.cluster.ClusterFacts.Inside;
import org.hubkeeper.workflows.cluster.ClusterFacts.Name;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.testing.Wishes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts in, plan out. */
class BootstrapPlannerTest {

  private final Wishes wishes = new Wishes(Found.CLUSTER);

  @Test
  void withNothingThereEverythingIsMadeInItsOrder() {
    BootstrapPlan plan = Found.nothing(wishes).plan();

    assertThat(lines(plan))
        .containsExactly(
            "CREATE stack eksctl-hubs-cluster: network 192.168.0.0/16 in us-west-2a, us-west-2b,"
                + " roles",
            "CREATE cluster hubs: Kubernetes 1.34",
            "CREATE access: Hubkeeper's own, with the rights that it ships with",
            "CREATE access: of arn:aws:iam::123456789012:role/admins",
            "CREATE role: for service account kube-system/ebs-csi-controller-sa",
            "CREATE add-on vpc-cni: in EKS's default version",
            "CREATE add-on eks-pod-identity-agent: in EKS's default version",
            "CREATE add-on coredns: in EKS's default version",
            "CREATE add-on aws-ebs-csi-driver: in EKS's default version",
            "CREATE node group tools: t3a.medium, 1 node, 1 to 2",
            "CREATE node group core: t3a.large, 1 node, 1 to 2",
            "CREATE node group user-t3a-large: t3a.large, 1 node, 0 to 10",
            "CREATE node group user-t3a-2xlarge: t3a.2xlarge, 1 node, 0 to 10",
            "CREATE node group user-g4dn: g4dn.xlarge, 1 node, 0 to 2",
            "CREATE storage class gp3: as the only default class",
            "CREATE 01-ingress: release cluster-tools/ingress from ingress 1.0.0 sha256:ingress",
            "CREATE 02-autoscaler: release cluster-tools/autoscaler from autoscaler 1.0.0"
                + " sha256:autoscaler",
            "CREATE 03-registry: release cluster-tools/registry from registry 1.0.0"
                + " sha256:registry",
            "CREATE 04-gpu: release cluster-tools/gpu from gpu 1.0.0 sha256:gpu",
            "CREATE 05-prometheus: release cluster-tools/prometheus from prometheus 1.0.0"
                + " sha256:prometheus",
            "CREATE 06-grafana: Secret cluster-tools/grafana-admin",
            "CREATE 06-grafana: release cluster-tools/grafana from grafana 1.0.0 sha256:grafana",
            "UPDATE 06-grafana: task password",
            "CREATE 07-velero: private bucket ${cluster}-backups",
            "CREATE 07-velero: role for service account velero/velero",
            "CREATE 07-velero: release cluster-tools/velero from velero 1.0.0 sha256:velero",
            "CREATE 08-placeholders: Secret cluster-tools/salt",
            "CREATE 08-placeholders: release cluster-tools/placeholders from placeholders 1.0.0"
                + " sha256:placeholders",
            "CREATE name hubs.example.edu: leads to the ingress's load balancer");
    assertThat(plan.findings()).isEmpty();
    assertThat(plan.digests()).containsEntry("03-registry", "sha256:registry");
    assertThat(plan.destructive()).isFalse();
  }

  @Test
  void withEverythingThereNothingIsPlanned() {
    BootstrapPlan plan = new Found(wishes).plan();

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.findings()).isEmpty();
    assertThat(plan.notes()).isEmpty();
  }

  static Stream<Arguments> halfMade() {
    return Stream.of(
        half(
            f -> f.stack = Found.stack("CREATE_IN_PROGRESS", true, ""),
            "UPDATE stack eksctl-hubs-cluster: go on with what is CREATE_IN_PROGRESS"),
        half(
            f -> {
              f.stack = Found.stack("ROLLBACK_COMPLETE", true, "NAT: limit of addresses");
              f.status = "";
              f.vpc = "";
            },
            "DELETE stack eksctl-hubs-cluster: which failed (ROLLBACK_COMPLETE): NAT: limit of"
                + " addresses",
            "CREATE stack eksctl-hubs-cluster: the same once more",
            "CREATE cluster hubs: Kubernetes 1.34"),
        half(f -> f.status = "CREATING", "UPDATE cluster hubs: go on with what is CREATING"),
        half(f -> f.admins.clear(), "CREATE access: of arn:aws:iam::123456789012:role/admins"),
        half(
            f -> f.inside = new Inside(true, "create pods", true, f.inside.loadBalancer()),
            "UPDATE access: Hubkeeper's own rights: create pods"),
        half(
            f -> f.roles.remove("kube-system/ebs-csi-controller-sa"),
            "CREATE role: for service account kube-system/ebs-csi-controller-sa"),
        half(
            f -> f.addons.put("coredns", "v1 DEGRADED"),
            "UPDATE add-on coredns: go on with what is v1 DEGRADED"),
        half(f -> f.addons.remove("coredns"), "CREATE add-on coredns: in EKS's default version"),
        half(f -> f.groups.remove(1), "CREATE node group core: t3a.large, 1 node, 1 to 2"),
        half(
            f -> group(f, "CREATE_FAILED", "NodeCreationFailure: no route"),
            "REPLACE node group tools: which failed: NodeCreationFailure: no route"),
        half(f -> group(f, "CREATING", ""), "UPDATE node group tools: go on with what is CREATING"),
        half(
            f -> f.groups.set(2, untagged(f.groups.get(2))),
            "UPDATE node group user-t3a-large: tell the autoscaler of its labels and taints"),
        half(
            f -> f.inside = new Inside(true, "", false, f.inside.loadBalancer()),
            "CREATE storage class gp3: as the only default class"),
        half(
            f -> f.release("03-registry", State.PENDING, "pending-install", ""),
            "UPDATE 03-registry: release cluster-tools/registry from registry 1.0.0"
                + " sha256:registry, repair what an ended installer left pending-install"),
        half(
            f -> f.release("03-registry", State.FAILED, "failed", ""),
            "UPDATE 03-registry: release cluster-tools/registry from registry 1.0.0"
                + " sha256:registry, repair what failed: failed"),
        half(
            f -> f.release("03-registry", State.DIFFERENT, "deployed", "-a\n+b"),
            "UPDATE 03-registry: release cluster-tools/registry from registry 1.0.0"
                + " sha256:registry, now other-0.9, difference 6ac335e92334"),
        half(
            f -> parts(f, "06-grafana", List.of("grafana-admin"), closed(), List.of("password")),
            "CREATE 06-grafana: Secret cluster-tools/grafana-admin",
            "UPDATE 06-grafana: task password"),
        half(
            f ->
                parts(
                    f,
                    "07-velero",
                    List.of(),
                    new BucketFact(true, true, "us-west-2", false),
                    List.of()),
            "UPDATE 07-velero: close bucket ${cluster}-backups to the public and encrypt it"),
        half(
            f -> f.name = new Name("", true),
            "CREATE name hubs.example.edu: leads to the ingress's load balancer"),
        half(
            f -> f.name = new Name("old.example.com", true),
            "UPDATE name hubs.example.edu: leads to old.example.com, then to the ingress's load"
                + " balancer"),
        half(
            f -> f.name = new Name("old.example.com", false),
            "REPLACE name hubs.example.edu: leads to old.example.com, then to the ingress's load"
                + " balancer"));
  }

  @ParameterizedTest
  @MethodSource
  void halfMade(Consumer<Found> change, List<String> expected) {
    Found found = new Found(wishes);
    change.accept(found);

    BootstrapPlan plan = found.plan();

    assertThat(lines(plan)).isEqualTo(expected);
    assertThat(plan.findings().stream().filter(Finding::blocking)).isEmpty();
    assertThat(plan.destructive())
        .isEqualTo(expected.stream().anyMatch(line -> line.matches("(DELETE|REPLACE).*")));
  }

  static Stream<Arguments> blocked() {
    return Stream.of(
        refused("STACK_NOT_OURS", f -> f.stack = Found.stack("CREATE_COMPLETE", false, "")),
        refused(
            "STACK_DIFFERS",
            f ->
                f.stack =
                    new StackFact("x", "CREATE_COMPLETE", true, "", false, Map.of("VPC", "vpc-1"))),
        refused("ADDON_FAILED", f -> f.addons.put("coredns", "v1 CREATE_FAILED")),
        refused("NODE_GROUP_FAILED", f -> group(f, "DELETE_FAILED", "held")),
        refused("STACK_MISSING", f -> f.stack = Found.stack("", true, "")),
        refused("CLUSTER_NOT_OURS", f -> f.ours = false),
        refused("CLUSTER_ELSEWHERE", f -> f.vpc = "vpc-2"),
        refused("CLUSTER_FAILED", f -> f.status = "FAILED"),
        refused("CLUSTER_MISMATCH", f -> f.uid = "another"),
        refused("NODE_GROUP_NOT_OURS", f -> f.groups.set(0, foreign(f.groups.get(0)))),
        refused("RELEASE_TAKEN", f -> f.release("03-registry", State.FOREIGN, "deployed", "")),
        refused(
            "BUCKET_NOT_OURS",
            f ->
                parts(
                    f,
                    "07-velero",
                    List.of(),
                    new BucketFact(true, false, "us-west-2", true),
                    List.of())),
        refused(
            "COMPONENT_UNREADABLE",
            f ->
                f.component(
                    f.wishes.blueprint().component("03-registry").orElseThrow(),
                    new ReleaseFact(State.ABSENT, "", 0, "", ""),
                    List.of(),
                    closed(),
                    List.of(),
                    "MISSING: there is no version 1.0.0 of registry")));
  }

  @ParameterizedTest
  @MethodSource
  @Tag("fact-35")
  @Tag("fact-42")
  void blocked(String code, Consumer<Found> change) {
    Found found = new Found(wishes);
    change.accept(found);

    assertThat(found.plan().findings().stream().filter(Finding::blocking).map(Finding::code))
        .containsExactly(code);
  }

  @Test
  void whatCantBeReadDoesNotCountAsWellDone() {
    Found found = new Found(wishes);
    parts(found, "03-registry", List.of(), closed(), List.of());
    found.component(
        wishes.blueprint().component("03-registry").orElseThrow(),
        new ReleaseFact(State.SAME, "", 0, "", ""),
        List.of(),
        closed(),
        List.of(),
        "UNAVAILABLE");

    assertThat(found.plan().changes()).hasSize(1);
  }

  @Test
  @Tag("fact-41")
  void twoComponentsCannotBeTheSameRelease() {
    wishes.replace(Wishes.component("05-prometheus").release("registry").build());

    assertThat(codes(new Found(wishes).plan())).containsExactly("RELEASE_SHARED");
  }

  @Test
  void needsComeBeforeWhatNeedsThem() {
    wishes.replace(Wishes.component("05-prometheus").needs("06-grafana").build());

    assertThat(codes(new Found(wishes).plan())).contains("NEEDS_ORDER");
  }

  @Test
  void podIdentityNeedsItsAgent() {
    Found found = new Found(wishes);
    wishes.addons.removeIf(addon -> addon.name().equals("eks-pod-identity-agent"));

    assertThat(codes(found.plan())).containsExactly("POD_IDENTITY_AGENT");
  }

  @Test
  @Tag("fact-25")
  void withoutGpuTheGpuComponentIsNotPlannedAndTheReasonIsTold() {
    BootstrapPlan plan = Found.nothing(wishes.withoutGpu()).plan();

    assertThat(plan.changes()).noneMatch(change -> change.target().equals("04-gpu"));
    assertThat(plan.notes()).contains("04-gpu is skipped: no node group has GPUs");
  }

  @Test
  void onlyOneComponentIsPlannedAlone() {
    Found found = new Found(wishes);
    found.release("03-registry", State.FAILED, "failed", "");
    found.release("05-prometheus", State.FAILED, "failed", "");
    found.status = "CREATING";

    assertThat(found.plan("03-registry").changes())
        .extracting(Change::target)
        .containsExactly("03-registry");
    assertThat(found.plan(Scope.CLUSTER).changes())
        .extracting(Change::target)
        .containsExactly("cluster hubs");
  }

  @Test
  void aComponentAloneNeedsACluster() {
    assertThat(codes(Found.nothing(wishes).plan("03-registry"))).containsExactly("CLUSTER_MISSING");
  }

  @Test
  void aComponentAloneNeedsWhatItNeeds() {
    Found found = new Found(wishes);
    found.release("05-prometheus", State.PENDING, "pending-install", "");

    assertThat(codes(found.plan("06-grafana"))).containsExactly("NEEDS_MISSING");
    assertThat(codes(found.plan("05-prometheus", "06-grafana"))).isEmpty();
  }

  @Test
  void differencesAreShownAndTheirHashIsApproved() {
    Found found = new Found(wishes);
    found.release("03-registry", State.DIFFERENT, "deployed", "-replicas: 1\n+replicas: 2");

    BootstrapPlan plan = found.plan();
    found.release("03-registry", State.DIFFERENT, "deployed", "-replicas: 1\n+replicas: 3");

    assertThat(plan.notes())
        .contains("difference of 03-registry:", "  -replicas: 1", "  +replicas: 2");
    assertThat(found.plan().changes()).isNotEqualTo(plan.changes());
  }

  @Test
  void costIsToldWithPricesDayAndWhatIsUnknown() {
    wishes.groups.add(Wishes.group("user-new", "x9.large", "user", 0, 1));
    wishes.replace(
        Wishes.component("02-autoscaler")
            .values(
                Wishes.PRIORITIES.replace("[\".*t3a-large.*\"]", "[\".*t3a-large.*\", \"new\"]"))
            .build());

    List<String> notes = Found.nothing(wishes).plan().notes();

    // By hand: EKS 0.10 + NAT 0.045 + balancer 0.0225; t3a.medium 0.0376, t3a.large 0.0752,
    // t3a.2xlarge 0.3008, g4dn.xlarge 0.526; each node with 80 GiB at 0.08/730 an hour.
    assertThat(notes.get(0))
        .startsWith("cost 1.23 USD an hour at first, 0.30 when idle, 5.43 with");
    assertThat(notes.get(0)).contains("2026-07-20");
    assertThat(notes.get(1)).contains("control plane 0.10", "NAT 0.045 (1)", "balancer 0.0225");
    assertThat(notes.get(2)).contains("user-new (x9.large)");
  }

  @Test
  @Tag("fact-31")
  void anotherWishForTheFirstNodesIsTold() {
    wishes.groups.replaceAll(
        group -> group.name().equals("core") ? Wishes.desired(group, 3) : group);

    BootstrapPlan plan = Found.nothing(wishes).plan();

    assertThat(plan.findings())
        .containsExactly(
            new Finding(
                "NODE_GROUP_DESIRED",
                false,
                "core is created with 1 node instead of 3, from which the autoscaler learns"));
    assertThat(lines(plan)).contains("CREATE node group core: t3a.large, 1 node, 1 to 2");
  }

  private static Arguments half(Consumer<Found> change, String... expected) {
    return Arguments.of(change, List.of(expected));
  }

  private static Arguments refused(String code, Consumer<Found> change) {
    return Arguments.of(code, change);
  }

  private static BucketFact closed() {
    return new BucketFact(true, true, "us-west-2", true);
  }

  private static void parts(
      Found found, String name, List<String> secrets, BucketFact bucket, List<String> tasks) {
    found.component(
        found.wishes.blueprint().component(name).orElseThrow(),
        new ReleaseFact(State.SAME, "deployed", 1, "x", ""),
        secrets,
        bucket,
        tasks,
        "");
  }

  private static void group(Found found, String status, String issue) {
    NodeGroupFact g = found.groups.get(0);
    found.groups.set(
        0,
        new NodeGroupFact(
            g.name(),
            status,
            true,
            g.instanceTypes(),
            g.min(),
            g.max(),
            g.desired(),
            g.labels(),
            issue.isEmpty() ? List.of() : List.of(issue),
            "",
            Map.of()));
  }

  private static NodeGroupFact untagged(NodeGroupFact g) {
    return new NodeGroupFact(
        g.name(),
        g.status(),
        true,
        g.instanceTypes(),
        g.min(),
        g.max(),
        g.desired(),
        g.labels(),
        List.of(),
        g.asg(),
        Map.of("k8s.io/cluster-autoscaler/node-template/label/x", "y"));
  }

  private static NodeGroupFact foreign(NodeGroupFact g) {
    return new NodeGroupFact(
        g.name(),
        g.status(),
        false,
        g.instanceTypes(),
        g.min(),
        g.max(),
        g.desired(),
        g.labels(),
        List.of(),
        g.asg(),
        g.templateTags());
  }

  private static List<String> lines(BootstrapPlan plan) {
    return plan.changes().stream()
        .map(change -> change.verb() + " " + change.target() + ": " + change.detail())
        .toList();
  }

  private static List<String> codes(BootstrapPlan plan) {
    return plan.findings().stream().map(Finding::code).toList();
  }
}
