package org.hubkeeper.activities.aws.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.activities.aws.upgrade.FakeEks;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.paginators.DescribeAutoScalingGroupsIterable;
import software.amazon.awssdk.services.autoscaling.paginators.DescribeTagsIterable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.paginators.DescribeSubnetsIterable;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AMITypes;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.ErrorCode;
import software.amazon.awssdk.services.eks.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupResources;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.Taint;
import software.amazon.awssdk.services.eks.model.TaintEffect;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateStatus;

class EksNodePoolsTest {

  private static final ClusterRef REF = FakeApis.CLUSTER;
  private static final KubeVersion V34 = KubeVersion.parse("1.34");

  private final FakeEks eks = new FakeEks();
  private final Scaling scaling = new Scaling();
  private final List<PoolNodes> inside = new ArrayList<>();
  private Instant ordered = eks.now;
  private final NodePools pools =
      new EksNodePools(
          new FakeApis(
                  Map.of(
                      EksClient.class, eks,
                      AutoScalingClient.class, scaling,
                      Ec2Client.class, new Subnets()))
              .apis(),
          nodes(),
          FakeApis.AUTHOR,
          () -> ordered);

  @Test
  void poolsOfAllKindsAreListed() {
    eks.group(group("core").build());
    scaling.groups.add(
        AutoScalingGroup.builder()
            .autoScalingGroupName("eksctl-demo-nodegroup-old")
            .minSize(0)
            .maxSize(3)
            .desiredCapacity(1)
            .availabilityZones("us-west-2a")
            .tags(
                TagDescription.builder().key("alpha.eksctl.io/nodegroup-name").value("old").build())
            .build());
    inside.add(inside("old", 1, Map.of("1.32", 1, "1.33", 1), 0));
    inside.add(inside("spot", 2, Map.of("1.33", 2), 0));

    List<PoolFact> all = pools.list(REF);

    assertThat(all)
        .extracting(pool -> pool.name() + " " + pool.kind() + " " + pool.version())
        .containsExactly("core MANAGED 1.33", "old SELF_MANAGED 1.32", "spot PROVISIONED 1.33");
    PoolFact core = all.get(0);
    assertThat(core.zones()).containsExactly("us-west-2a", "us-west-2b");
    assertThat(core.imageFamily()).isEqualTo("AL2023");
    assertThat(core.taints().get(0).effect()).isEqualTo("NoSchedule");
    assertThat(core.owner()).isEmpty();
  }

  @Test
  void whatAnotherToolMadeIsToldByItsTags() {
    eks.group(group("core").tags(Map.of("ManagedBy", "Terraform")).build());

    assertThat(pools.list(REF).get(0).owner()).isEqualTo("terraform");
  }

  @Test
  void aCopyIsLikeTheOtherInAllButNameAndVersion() {
    eks.group(group("core").build());

    assertThat(type(() -> pools.ensureCopy(REF, "core", "core-1-34", V34, 2)))
        .isEqualTo("NOT_READY");

    CreateNodegroupRequest asked = eks.created.get(0);
    assertThat(asked.version()).isEqualTo("1.34");
    assertThat(asked.instanceTypes()).containsExactly("m5.large");
    assertThat(asked.subnets()).containsExactly("s-1", "s-2");
    assertThat(asked.diskSize()).isEqualTo(80);
    assertThat(asked.scalingConfig().desiredSize()).isEqualTo(2);
    assertThat(asked.scalingConfig().maxSize()).isEqualTo(4);
    assertThat(asked.labels())
        .containsEntry("hub.jupyter.org/node-purpose", "core")
        .containsEntry("alpha.eksctl.io/nodegroup-name", "core-1-34");
    assertThat(asked.taints()).hasSize(1);
    assertThat(asked.tags())
        .containsEntry("team", "x")
        .containsEntry("hubkeeper/copy-of", "core")
        .containsEntry("hubkeeper/cluster", "demo")
        .doesNotContainKey("aws:cloudformation:stack-name");
    assertThat(asked.clientRequestToken()).isEqualTo("token of copy core-1-34");
  }

  @Test
  void aCopyHasTheBoundsFromBeforeTheOtherWasClosed() {
    eks.group(group("core").build());
    close();

    type(() -> pools.ensureCopy(REF, "core", "core-1-34", V34, 9));

    assertThat(eks.created.get(0).scalingConfig().minSize()).isEqualTo(1);
    assertThat(eks.created.get(0).scalingConfig().maxSize()).isEqualTo(4);
    assertThat(eks.created.get(0).scalingConfig().desiredSize()).isEqualTo(4);
    assertThat(eks.created.get(0).tags()).doesNotContainKey("hubkeeper/growth-former");
  }

  @Test
  void aTemplateIsTakenOverAndAFixedImageIsNot() {
    LaunchTemplateSpecification template =
        LaunchTemplateSpecification.builder().id("lt-1").version("3").build();
    eks.group(group("core").launchTemplate(template).build());
    type(() -> pools.ensureCopy(REF, "core", "core-1-34", V34, 1));
    assertThat(eks.created.get(0).launchTemplate()).isEqualTo(template);
    assertThat(eks.created.get(0).diskSize()).isNull();

    eks.change("core", group -> group.amiType(AMITypes.CUSTOM));
    assertThat(type(() -> pools.ensureCopy(REF, "core", "core-1-34", V34, 1)))
        .isEqualTo("REJECTED");
    assertThat(eks.created).hasSize(1);
  }

  @Test
  void anAutoscalerLearnsOfTheCopyWhatItKnowsOfTheOther() {
    eks.group(group("core").build());
    eks.group(copy(NodegroupStatus.ACTIVE));
    scaling.tags.put("eks-core k8s.io/cluster-autoscaler/node-template/label/pool", "core");

    PoolFact fact = pools.ensureCopy(REF, "core", "core-1-34", V34, 1);

    assertThat(fact.name()).isEqualTo("core-1-34");
    assertThat(scaling.tags)
        .containsEntry("eks-core-1-34 k8s.io/cluster-autoscaler/node-template/label/pool", "core");
    assertThat(eks.changes).isEmpty();
  }

  @Test
  void anotherGroupOfThatNameIsDrift() {
    eks.group(group("core").build());
    eks.group(group("core-1-34").build());

    assertThat(type(() -> pools.ensureCopy(REF, "core", "core-1-34", V34, 1))).isEqualTo("DRIFTED");
  }

  @Test
  void onlyACopyThatNeverCameUpIsRemoved() {
    eks.group(copy(NodegroupStatus.ACTIVE));
    pools.ensureFailedCopyAbsent(REF, "core-1-34");
    assertThat(eks.changes).isEmpty();

    eks.group(copy(NodegroupStatus.CREATE_FAILED));
    assertThat(type(() -> pools.ensureFailedCopyAbsent(REF, "core-1-34"))).isEqualTo("NOT_READY");
    assertThat(eks.changes).containsExactly("deleteNodegroup core-1-34");
  }

  @Test
  void boundsAreTakenAndGivenBackOnce() {
    eks.group(group("core").build());

    close();
    close();
    assertThat(pools.list(REF).get(0).growth())
        .isEqualTo(new Mark("bootstrap/demo/1", "min 1 max 4"));
    assertThat(eks.changes).containsExactly("tagResource", "updateNodegroupConfig min 0 max 2");

    open();
    open();
    assertThat(pools.list(REF).get(0).growth()).isEqualTo(Mark.NONE);
    assertThat(eks.groups.get("core").scalingConfig().maxSize()).isEqualTo(4);
    assertThat(eks.changes.subList(2, eks.changes.size()))
        .containsExactly("updateNodegroupConfig min 1 max 4", "untagResource");
  }

  @Test
  void anUpdateInPlaceThatCouldNotEvictNamesThePods() {
    eks.group(group("core").build());
    type(() -> pools.ensureVersion(REF, "core", V34));
    Update update = eks.begun();
    eks.end(update, UpdateStatus.FAILED, ErrorCode.POD_EVICTION_FAILURE);
    eks.change("core", group -> group.status(NodegroupStatus.ACTIVE));

    ApplicationFailure failure = failure(() -> pools.ensureVersion(REF, "core", V34));

    assertThat(failure.getType()).isEqualTo("REJECTED");
    assertThat(failure.getOriginalMessage()).contains("PodEvictionFailure: why");
    assertThat(eks.changes).containsExactly("updateNodegroupVersion 1.34");
  }

  @Test
  void anOldGroupStaysWhileAUserIsOnItOrItsCopyIsNotUp() {
    eks.group(group("core").build());
    assertThat(type(() -> pools.ensureAbsent(REF, "core", "core-1-34"))).isEqualTo("DRIFTED");

    eks.group(copy(NodegroupStatus.ACTIVE));
    inside.add(inside("core", 1, Map.of("1.33", 1), 2));
    assertThat(failure(() -> pools.ensureAbsent(REF, "core", "core-1-34")).getOriginalMessage())
        .contains("2 servers of users");
    assertThat(eks.changes).isEmpty();

    inside.clear();
    assertThat(type(() -> pools.ensureAbsent(REF, "core", "core-1-34"))).isEqualTo("NOT_READY");
    assertThat(type(() -> pools.ensureAbsent(REF, "core", "core-1-34"))).isEqualTo("NOT_READY");
    eks.groups.remove("core");
    pools.ensureAbsent(REF, "core", "core-1-34");
    assertThat(eks.changes).containsExactly("deleteNodegroup core");
  }

  private void close() {
    untilDone(() -> pools.ensureClosedToGrowth(REF, "core"));
  }

  private void open() {
    untilDone(() -> pools.ensureOpenToGrowth(REF, "core"));
  }

  private static void untilDone(ThrowingCallable call) {
    // The fake has done it by the second time.
    failure(call);
    assertThat(failure(call)).isNull();
  }

  private static String type(ThrowingCallable call) {
    return failure(call).getType();
  }

  private static ApplicationFailure failure(ThrowingCallable call) {
    return catchThrowableOfType(ApplicationFailure.class, call);
  }

  private Nodegroup copy(NodegroupStatus status) {
    return group("core-1-34")
        .status(status)
        .modifiedAt(Instant.EPOCH)
        .tags(Map.of("hubkeeper/cluster", "demo", "hubkeeper/copy-of", "core"))
        .build();
  }

  private static Nodegroup.Builder group(String name) {
    return Nodegroup.builder()
        .clusterName("demo")
        .nodegroupName(name)
        .nodegroupArn(name)
        .status(NodegroupStatus.ACTIVE)
        .version("1.33")
        .amiType(AMITypes.AL2023_X86_64_STANDARD)
        .instanceTypes("m5.large")
        .subnets("s-1", "s-2")
        .diskSize(80)
        .scalingConfig(
            NodegroupScalingConfig.builder().minSize(1).maxSize(4).desiredSize(2).build())
        .labels(Map.of("hub.jupyter.org/node-purpose", "core"))
        .taints(Taint.builder().key("k").value("v").effect(TaintEffect.NO_SCHEDULE).build())
        .tags(
            Map.of(
                "team", "x",
                "aws:cloudformation:stack-name", "s",
                "alpha.eksctl.io/nodegroup-name", name))
        .resources(
            NodegroupResources.builder()
                .autoScalingGroups(
                    software.amazon.awssdk.services.eks.model.AutoScalingGroup.builder()
                        .name("eks-" + name)
                        .build())
                .build());
  }

  private static PoolNodes inside(
      String pool, int nodes, Map<String, Integer> kubelets, int users) {
    return new PoolNodes(
        pool, nodes, kubelets, Map.of("us-west-2a", nodes), 0, 0, users, List.of());
  }

  /** Only who is on the nodes is asked. */
  private Nodes nodes() {
    return (Nodes)
        Proxy.newProxyInstance(
            Nodes.class.getClassLoader(),
            new Class<?>[] {Nodes.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("inspect");
              return List.copyOf(inside);
            });
  }

  private static final class Subnets implements Ec2Client {

    @Override
    public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
      return DescribeSubnetsResponse.builder()
          .subnets(
              Subnet.builder().subnetId("s-1").availabilityZone("us-west-2a").build(),
              Subnet.builder().subnetId("s-2").availabilityZone("us-west-2b").build())
          .build();
    }

    @Override
    public DescribeSubnetsIterable describeSubnetsPaginator(DescribeSubnetsRequest request) {
      return new DescribeSubnetsIterable(this, request);
    }

    @Override
    public String serviceName() {
      return "ec2";
    }

    @Override
    public void close() {}
  }

  private static final class Scaling implements AutoScalingClient {

    private final List<AutoScalingGroup> groups = new ArrayList<>();
    private final Map<String, String> tags = new TreeMap<>();

    @Override
    public DescribeAutoScalingGroupsResponse describeAutoScalingGroups(
        DescribeAutoScalingGroupsRequest request) {
      return DescribeAutoScalingGroupsResponse.builder().autoScalingGroups(groups).build();
    }

    @Override
    public DescribeAutoScalingGroupsIterable describeAutoScalingGroupsPaginator(
        DescribeAutoScalingGroupsRequest request) {
      return new DescribeAutoScalingGroupsIterable(this, request);
    }

    @Override
    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
      List<String> asked = request.filters().get(0).values();
      return DescribeTagsResponse.builder()
          .tags(
              tags.entrySet().stream()
                  .map(tag -> Map.entry(tag.getKey().split(" "), tag.getValue()))
                  .filter(tag -> asked.contains(tag.getKey()[0]))
                  .map(
                      tag ->
                          TagDescription.builder()
                              .resourceId(tag.getKey()[0])
                              .key(tag.getKey()[1])
                              .value(tag.getValue())
                              .build())
                  .toList())
          .build();
    }

    @Override
    public DescribeTagsIterable describeTagsPaginator(DescribeTagsRequest request) {
      return new DescribeTagsIterable(this, request);
    }

    @Override
    public CreateOrUpdateTagsResponse createOrUpdateTags(CreateOrUpdateTagsRequest request) {
      request.tags().forEach(tag -> tags.put(tag.resourceId() + " " + tag.key(), tag.value()));
      return CreateOrUpdateTagsResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "autoscaling";
    }

    @Override
    public void close() {}
  }
}
