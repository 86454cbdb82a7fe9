package org.hubkeeper.activities.aws.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Nat;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterHealth;
import software.amazon.awssdk.services.eks.model.ClusterIssue;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.CreateClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

class EksClustersTest {

  private static final StackFact STACK =
      new StackFact(
          "s",
          "CREATE_COMPLETE",
          true,
          "",
          true,
          Map.of("SubnetsPublic", "pub-1", "SubnetsPrivate", "pri-1", "SecurityGroup", "sg-1"));
  private static final ClusterDefinition DEFINITION =
      new ClusterDefinition(
          "demo",
          "us-west-2",
          "1.34",
          Map.of("owner", "x"),
          new Network("10.0.0.0/16", List.of("us-west-2a"), Nat.SINGLE),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          "hash");

  private final Eks eks = new Eks();
  private final EksClusters clusters = new EksClusters(eks, FakeApis.CLUSTER, FakeApis.AUTHOR);

  @Test
  @Tag("fact-35")
  void creatingAClusterWhoseNameExistsAttachesToItOrFails() {
    eks.cluster = cluster(ClusterStatus.ACTIVE, Map.of("hubkeeper/cluster", "demo"));
    assertThat(clusters.ensure(DEFINITION, STACK).name()).isEqualTo("demo");

    eks.cluster = cluster(ClusterStatus.ACTIVE, Map.of());
    assertThat(refusal().getType()).isEqualTo("DRIFTED");

    assertThat(eks.created).isEmpty();
  }

  @Test
  void whoeverMakesItBecomesNoAdministrator() {
    assertThat(refusal().getType()).isEqualTo("NOT_READY");

    CreateClusterRequest asked = eks.created.get(0);
    assertThat(asked.accessConfig().bootstrapClusterCreatorAdminPermissions()).isFalse();
    assertThat(asked.accessConfig().authenticationMode())
        .isEqualTo(AuthenticationMode.API_AND_CONFIG_MAP);
    assertThat(asked.resourcesVpcConfig().subnetIds()).containsExactly("pub-1", "pri-1");
    assertThat(asked.clientRequestToken()).isEqualTo("token of cluster");
    assertThat(asked.tags())
        .containsEntry("owner", "x")
        .containsEntry("alpha.eksctl.io/cluster-name", "demo");
  }

  @Test
  void aClusterThatFailedIsRejectedWithTheIssueThatEksNames() {
    eks.cluster =
        cluster(ClusterStatus.FAILED, Map.of("hubkeeper/cluster", "demo")).toBuilder()
            .health(
                ClusterHealth.builder()
                    .issues(
                        List.of(
                            ClusterIssue.builder().code("Ec2SubnetNotFound").message("x").build()))
                    .build())
            .build();

    assertThat(refusal().getOriginalMessage()).contains("Ec2SubnetNotFound");
  }

  private ApplicationFailure refusal() {
    return catchThrowableOfType(ApplicationFailure.class, () -> clusters.ensure(DEFINITION, STACK));
  }

  private static Cluster cluster(ClusterStatus status, Map<String, String> tags) {
    return Cluster.builder().name("demo").status(status).tags(tags).build();
  }

  private static final class Eks implements EksClient {
    private final List<CreateClusterRequest> created = new ArrayList<>();
    private Cluster cluster;

    @Override
    public DescribeClusterResponse describeCluster(DescribeClusterRequest request) {
      if (cluster == null) {
        throw ResourceNotFoundException.builder().build();
      }
      return DescribeClusterResponse.builder().cluster(cluster).build();
    }

    @Override
    public CreateClusterResponse createCluster(CreateClusterRequest request) {
      created.add(request);
      return CreateClusterResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "eks";
    }

    @Override
    public void close() {}
  }
}
