package org.hubkeeper.activities.aws.nodes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * What a machine from a fixed image must be told to join its cluster; with images that EKS chooses
 * EKS does it itself.
 */
final class UserData {

  private UserData() {}

  static String of(NodeGroup group, Cluster cluster) {
    String text =
        switch (group.amiFamily()) {
          case "", "AmazonLinux2023" -> nodeadm(cluster);
          case "AmazonLinux2" -> script(cluster);
          case "Bottlerocket" -> settings(cluster);
          default ->
              throw Failures.of(
                  FailureKind.REJECTED,
                  "node group %s: with `ami`, amiFamily must tell how its machines join a cluster: %s"
                      .formatted(group.name(), "AmazonLinux2023, AmazonLinux2 or Bottlerocket"),
                  null);
        };
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String nodeadm(Cluster cluster) {
    return """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="//"

        --//
        Content-Type: application/node.eks.aws

        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          cluster:
            name: %s
            apiServerEndpoint: %s
            certificateAuthority: %s
            cidr: %s
        --//--
        """
        .formatted(
            cluster.name(),
            cluster.endpoint(),
            cluster.certificateAuthority().data(),
            cluster.kubernetesNetworkConfig().serviceIpv4Cidr());
  }

  private static String script(Cluster cluster) {
    return """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="//"

        --//
        Content-Type: text/x-shellscript; charset="us-ascii"

        #!/bin/bash
        /etc/eks/bootstrap.sh %s --apiserver-endpoint %s --b64-cluster-ca %s
        --//--
        """
        .formatted(cluster.name(), cluster.endpoint(), cluster.certificateAuthority().data());
  }

  private static String settings(Cluster cluster) {
    return """
        [settings.kubernetes]
        cluster-name = "%s"
        api-server = "%s"
        cluster-certificate = "%s"
        """
        .formatted(cluster.name(), cluster.endpoint(), cluster.certificateAuthority().data());
  }
}
