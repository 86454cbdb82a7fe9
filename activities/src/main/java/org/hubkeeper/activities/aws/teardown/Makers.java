package org.hubkeeper.activities.aws.teardown;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who created something, by the tags that tools and controllers leave on what they make. */
final class Makers {

  /** The most telling first: what CloudFormation makes for a node group has tags of both. */
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("service.k8s.aws/stack", "the AWS load balancer controller for service %s");
    WORDS.put("ingress.k8s.aws/stack", "the AWS load balancer controller for ingress %s");
    WORDS.put("kubernetes.io/service-name", "Kubernetes for service %s");
    WORDS.put("kubernetes.io/created-for/pvc/namespace", "the storage driver for namespace %s");
    WORDS.put("CSIVolumeName", "the storage driver as %s");
    WORDS.put("karpenter.sh/nodeclaim", "Karpenter for node claim %s");
    WORDS.put("karpenter.sh/nodepool", "Karpenter for node pool %s");
    WORDS.put("eks:nodegroup-name", "EKS for node group %s");
    WORDS.put("node.k8s.amazonaws.com/instance_id", "the VPC CNI of instance %s");
    WORDS.put("aws:autoscaling:groupName", "Auto Scaling group %s");
    WORDS.put("aws:cloudformation:stack-name", "CloudFormation stack %s");
    WORDS.put("elbv2.k8s.aws/cluster", "the AWS load balancer controller of %s");
    WORDS.put("aws:eks:cluster-name", "EKS for cluster %s");
    WORDS.put("eks:cluster-name", "EKS for cluster %s");
    WORDS.put("hubkeeper/run", "Hubkeeper, run %s");
    WORDS.put("alpha.eksctl.io/cluster-name", "eksctl for cluster %s");
  }

  private Makers() {}

  static String of(Map<String, String> tags) {
    return WORDS.entrySet().stream()
        .filter(word -> tags.containsKey(word.getKey()))
        .map(word -> word.getValue().formatted(tags.get(word.getKey())))
        .findFirst()
        .orElse("");
  }
}
