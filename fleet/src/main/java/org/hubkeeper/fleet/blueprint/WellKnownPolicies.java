package org.hubkeeper.fleet.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies that eksctl knows by a word, as far as AWS publishes them or they are short. What a
 * word stands for is taken from eksctl's {@code pkg/cfn/builder/iam_helper.go}; the drivers get
 * AWS's managed policies, which hold the same rights.
 */
final class WellKnownPolicies {

  private static final Map<String, String> ARNS =
      Map.of(
          "ebsCSIController", "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
          "efsCSIController", "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
          "imageBuilder", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser");

  private static final String AUTOSCALER =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\
      "autoscaling:DescribeAutoScalingGroups","autoscaling:DescribeAutoScalingInstances",\
      "autoscaling:DescribeLaunchConfigurations","autoscaling:DescribeScalingActivities",\
      "autoscaling:DescribeTags","ec2:DescribeImages","ec2:DescribeInstanceTypes",\
      "ec2:DescribeLaunchTemplateVersions","ec2:GetInstanceTypesFromInstanceRequirements",\
      "eks:DescribeNodegroup"],"Resource":"*"},{"Effect":"Allow","Action":[\
      "autoscaling:SetDesiredCapacity","autoscaling:TerminateInstanceInAutoScalingGroup"],\
      "Resource":"*"}]}""";

  private WellKnownPolicies() {}

  static List<String> arns(Map<String, Boolean> words) {
    return words.entrySet().stream()
        .filter(word -> word.getValue())
        .sorted(Map.Entry.comparingByKey())
        .flatMap(word -> Optional.ofNullable(ARNS.get(word.getKey())).stream())
        .toList();
  }

  static String document(Map<String, Boolean> words) {
    return words.getOrDefault("autoScaler", false) ? AUTOSCALER : "";
  }
}
