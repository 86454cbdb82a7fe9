package org.hubkeeper.activities.aws.check;

import java.util.List;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** Whether the account has room for one more VPC, its addresses and one more cluster. */
final class NetworkCheck {

  private static final String STACK = "aws:cloudformation:stack-name";

  private final AwsApis apis;
  private final Ec2Client ec2;
  private final ServiceQuotasClient quotas;
  private final ClusterRef cluster;
  private final Network network;
  private final Asking asking;

  NetworkCheck(AwsApis apis, ClusterRef cluster, ClusterDefinition definition, Asking asking) {
    this.apis = apis;
    this.ec2 = apis.ec2(cluster);
    this.quotas = apis.quotas(cluster);
    this.cluster = cluster;
    this.network = definition.network();
    this.asking = asking;
  }

  void check(Missing missing) {
    if (missing.cluster()) {
      asking.ask("the quota of VPCs", "ec2:DescribeVpcs, servicequotas:GetServiceQuota", this::vpc);
      asking.ask(
          "the quota of clusters",
          "eks:ListClusters, servicequotas:GetServiceQuota",
          () -> room(Quota.CLUSTERS, clusters(), 1));
    }
  }

  /** A VPC of ours is there already when an earlier run came that far, and its addresses too. */
  private void vpc() {
    List<Vpc> vpcs = ec2.describeVpcsPaginator().vpcs().stream().toList();
    if (vpcs.stream().noneMatch(this::ours)) {
      room(Quota.VPCS, vpcs.size(), 1);
      asking.ask(
          "the quota of elastic IPs",
          "ec2:DescribeAddresses, servicequotas:GetServiceQuota",
          () -> room(Quota.ADDRESSES, ec2.describeAddresses().addresses().size(), addresses()));
    }
  }

  private boolean ours(Vpc vpc) {
    String stack = "eksctl-" + cluster.name() + "-cluster";
    return vpc.tags().stream()
        .anyMatch(tag -> tag.key().equals(STACK) && tag.value().equals(stack));
  }

  private int clusters() {
    return (int) apis.eks(cluster).listClustersPaginator().clusters().stream().count();
  }

  private int addresses() {
    return switch (network.nat()) {
      case DISABLE -> 0;
      case SINGLE -> 1;
      case HIGHLY_AVAILABLE -> network.zones().size();
    };
  }

  private void room(Quota quota, int used, int needed) {
    double value = needed == 0 ? 0 : quota.value(quotas);
    if (needed > 0 && used + needed > value) {
      asking.block(
          quota.code(),
          "the account's quota \"%s\" is %.0f, %d are in use and %d more are needed; have it raised"
              + " (Service Quotas, %s %s) or free some",
          quota.name(),
          value,
          used,
          needed,
          quota.service(),
          quota.id());
    }
  }
}
