package org.hubkeeper.activities.aws.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.paginators.DescribeTagsIterable;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AutoScalingGroup;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.CreateNodegroupResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.Issue;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupHealth;
import software.amazon.awssdk.services.eks.model.NodegroupResources;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

class EksNodeGroupsTest {

  private static final StackFact STACK =
      new StackFact(
          "s",
          "CREATE_COMPLETE",
          true,
          "",
          true,
          Map.of("SubnetsPublic", "pub-1,pub-2", "SubnetsPrivate", "pri-1", "NodeRoleARN", "role"));

  private final Eks eks = new Eks();
  private final Scaling scaling = new Scaling();
  private final EksNodeGroups groups =
      new EksNodeGroups(
          new FakeApis(Map.of(EksClient.class, eks, AutoScalingClient.class, scaling)).apis(),
          FakeApis.AUTHOR);

  @Test
  @Tag("fact-31")
  void everyNewNodegroupIsCreatedWithDesiredSizeOne() {
    assertThat(refusal(group(0, 3, false)).getType()).isEqualTo("NOT_READY");

    assertThat(eks.created).hasSize(1);
    assertThat(eks.created.get(0).scalingConfig().desiredSize()).isEqualTo(1);
    assertThat(eks.created.get(0).subnets()).containsExactly("pub-1", "pub-2");
    assertThat(eks.created.get(0).tags())
        .containsEntry("hubkeeper/cluster", "demo")
        .containsEntry("hubkeeper/runbook", "bootstrap")
        .containsEntry("alpha.eksctl.io/nodegroup-name", "users");
  }

  @Test
  void nodesAreInPrivateSubnetsWhereTheDefinitionWantsIt() {
    refusal(group(0, 1, true));

    assertThat(eks.created.get(0).subnets()).containsExactly("pri-1");
  }

  @Test
  void aGroupThatFailedIsRejectedWithItsIssueAndNotMadeAgain() {
    eks.group =
        ours(NodegroupStatus.CREATE_FAILED).toBuilder()
            .health(
                NodegroupHealth.builder()
                    .issues(
                        List.of(
                            Issue.builder()
                                .code("AsgInstanceLaunchFailures")
                                .message("no vCPUs")
                                .build()))
                    .build())
            .build();

    ApplicationFailure refusal = refusal(group(0, 1, false));

    assertThat(refusal.getType()).isEqualTo("REJECTED");
    assertThat(refusal.getOriginalMessage()).contains("AsgInstanceLaunchFailures: no vCPUs");
    assertThat(eks.created).isEmpty();
  }

  @Test
  void aGroupThatSomebodyElseMadeIsNotTouched() {
    eks.group = ours(NodegroupStatus.ACTIVE).toBuilder().tags(Map.of()).build();

    assertThat(refusal(group(0, 1, false)).getType()).isEqualTo("DRIFTED");
    assertThat(scaling.set).isEmpty();
  }

  @Test
  void anAutoscalerIsToldOfLabelsAndTaintsOnce() {
    eks.group = ours(NodegroupStatus.ACTIVE);

    groups.ensure(FakeApis.CLUSTER, group(0, 1, false), STACK);
    groups.ensure(FakeApis.CLUSTER, group(0, 1, false), STACK);

    assertThat(scaling.calls).isEqualTo(1);
    assertThat(scaling.set)
        .containsEntry("k8s.io/cluster-autoscaler/demo", "owned")
        .containsEntry("k8s.io/cluster-autoscaler/node-template/label/pool", "users")
        .containsEntry("k8s.io/cluster-autoscaler/node-template/taint/for", "user:NoSchedule");
  }

  private ApplicationFailure refusal(NodeGroup wanted) {
    return catchThrowableOfType(
        ApplicationFailure.class, () -> groups.ensure(FakeApis.CLUSTER, wanted, STACK));
  }

  private static Nodegroup ours(NodegroupStatus status) {
    return Nodegroup.builder()
        .nodegroupName("users")
        .status(status)
        .tags(Map.of("hubkeeper/cluster", "demo"))
        .resources(
            NodegroupResources.builder()
                .autoScalingGroups(List.of(AutoScalingGroup.builder().name("eks-users").build()))
                .build())
        .build();
  }

  private static NodeGroup group(int min, int desired, boolean privateNetworking) {
    return new NodeGroup(
        "users",
        List.of("t3a.large"),
        min,
        5,
        desired,
        0,
        "",
        "",
        "",
        false,
        List.of(),
        Map.of("pool", "users"),
        List.of(new Taint("for", "user", "NoSchedule")),
        Map.of(),
        privateNetworking);
  }

  private static final class Eks implements EksClient {
    private final List<CreateNodegroupRequest> created = new ArrayList<>();
    private Nodegroup group;

    @Override
    public DescribeNodegroupResponse describeNodegroup(DescribeNodegroupRequest request) {
      if (group == null) {
        throw ResourceNotFoundException.builder().build();
      }
      return DescribeNodegroupResponse.builder().nodegroup(group).build();
    }

    @Override
    public CreateNodegroupResponse createNodegroup(CreateNodegroupRequest request) {
      created.add(request);
      return CreateNodegroupResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "eks";
    }

    @Override
    public void close() {}
  }

  private static final class Scaling implements AutoScalingClient {
    private final Map<String, String> set = new java.util.TreeMap<>();
    private int calls;

    @Override
    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
      return DescribeTagsResponse.builder()
          .tags(
              set.entrySet().stream()
                  .map(
                      tag ->
                          TagDescription.builder()
                              .resourceId("eks-users")
                              .key(tag.getKey())
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
      calls++;
      request.tags().forEach(tag -> set.put(tag.key(), tag.value()));
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
