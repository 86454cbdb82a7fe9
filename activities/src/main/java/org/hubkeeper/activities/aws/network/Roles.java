package org.hubkeeper.activities.aws.network;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.network.Template.Json;

/** The roles of the control plane and of nodes, as the manual of EKS asks for them. */
final class Roles {

  static final String SERVICE = "ServiceRole";
  static final String NODE = "NodeInstanceRole";

  private Roles() {}

  static Map<String, Object> all() {
    return Json.map(
        SERVICE,
        role("eks.amazonaws.com", "AmazonEKSClusterPolicy"),
        NODE,
        role(
            "ec2.amazonaws.com",
            "AmazonEKSWorkerNodePolicy",
            "AmazonEKS_CNI_Policy",
            "AmazonEC2ContainerRegistryPullOnly"));
  }

  private static Map<String, Object> role(String service, String... policies) {
    return Json.resource(
        "AWS::IAM::Role",
        "AssumeRolePolicyDocument",
        Json.map(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(
                Json.map(
                    "Effect",
                    "Allow",
                    "Principal",
                    Json.map("Service", List.of(service)),
                    "Action",
                    List.of("sts:AssumeRole")))),
        "ManagedPolicyArns",
        List.of(policies).stream()
            .map(policy -> Json.sub("arn:${AWS::Partition}:iam::aws:policy/" + policy))
            .toList(),
        "Tags",
        List.of(Json.map("Key", "Name", "Value", Json.sub("${AWS::StackName}/" + service))));
  }
}
