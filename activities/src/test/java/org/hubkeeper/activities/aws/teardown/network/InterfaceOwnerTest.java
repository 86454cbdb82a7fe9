package org.hubkeeper.activities.aws.teardown.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.workflows.model.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

class InterfaceOwnerTest {

  private static final String ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:";

  private final Ground ground =
      new Ground(
          FakeApis.CLUSTER,
          new FakeApis(Map.of()).apis(),
          new Site(List.of("vpc-1"), "", List.of(), List.of(), "", true));

  @ParameterizedTest
  @CsvSource({
    "Interface for NAT Gateway nat-1a, nat-1a, NAT gateway nat-1a",
    "VPC Endpoint Interface vpce-2b, vpce-2b, VPC endpoint vpce-2b",
    "EFS mount target for fs-1 (fsmt-3c), fsmt-3c, EFS mount target fsmt-3c",
    "ELB app/k8s-ds100-proxy/50dc, "
        + ARN
        + "loadbalancer/app/k8s-ds100-proxy/50dc,"
        + " load balancer k8s-ds100-proxy",
    "ELB net/k8s-x/9, " + ARN + "loadbalancer/net/k8s-x/9, load balancer k8s-x",
    "ELB a0123abc, " + ARN + "loadbalancer/a0123abc, load balancer a0123abc",
    "Amazon EKS demo, arn:aws:eks:us-west-2:123456789012:cluster/demo,"
        + " EKS for the control plane of cluster demo",
    "AWS Lambda VPC ENI-export, export, Lambda function export",
    "RDSNetworkInterface, RDS, a database of RDS"
  })
  void aMakerIsReadFromWhatItWrote(String description, String id, String words) {
    InterfaceOwner owner = InterfaceOwner.of(described(description).build(), ground);

    assertThat(owner).isEqualTo(new InterfaceOwner(id, words));
  }

  @Test
  void whatTheNetworkAddOnLeftBelongsToNothing() {
    InterfaceOwner owner = InterfaceOwner.of(described("aws-K8S-i-0dead").build(), ground);

    assertThat(owner.id()).isEmpty();
    assertThat(owner.words()).isEqualTo("the VPC CNI of instance i-0dead");
  }

  @Test
  void anAttachmentToAMachineSaysMoreThanAnyDescription() {
    NetworkInterface attached =
        described("aws-K8S-i-1").attachment(a -> a.instanceId("i-1")).build();

    assertThat(InterfaceOwner.of(attached, ground).id()).isEqualTo("i-1");
  }

  @Test
  void aServiceThatWeDoNotKnowIsNamedAsItCallsItself() {
    NetworkInterface strange =
        described("something new").requesterManaged(true).requesterId("amazon-new").build();

    assertThat(InterfaceOwner.of(strange, ground).words()).contains("amazon-new");
  }

  @Test
  void somebodysAttachedInterfaceIsNotTakenForALeftOver() {
    NetworkInterface used = described("mine").attachment(a -> a.attachmentId("x")).build();

    assertThat(InterfaceOwner.of(used, ground).id()).isNotEmpty();
    assertThat(InterfaceOwner.of(described("mine").build(), ground).id()).isEmpty();
  }

  private static NetworkInterface.Builder described(String description) {
    return NetworkInterface.builder().networkInterfaceId("eni-1").description(description);
  }
}
