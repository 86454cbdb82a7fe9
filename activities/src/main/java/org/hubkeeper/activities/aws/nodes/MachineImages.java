package org.hubkeeper.activities.aws.nodes;

import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import software.amazon.awssdk.services.eks.model.AMITypes;

/** EKS's own images for a family of eksctl's and the machines of a group. */
final class MachineImages {

  /** The letter after the generation tells Graviton, as in {@code m7gd.large}. */
  private static final String ARM = "([a-z]+\\d+g[a-z]*|a1)\\..*";

  private MachineImages() {}

  static AMITypes of(NodeGroup group) {
    boolean arm = group.instanceTypes().stream().anyMatch(type -> type.matches(ARM));
    boolean gpu = group.gpu();
    return switch (group.amiFamily()) {
      case "", "AmazonLinux2023" ->
          gpu
              ? arm ? AMITypes.AL2023_ARM_64_NVIDIA : AMITypes.AL2023_X86_64_NVIDIA
              : arm ? AMITypes.AL2023_ARM_64_STANDARD : AMITypes.AL2023_X86_64_STANDARD;
      case "AmazonLinux2" ->
          arm ? AMITypes.AL2_ARM_64 : gpu ? AMITypes.AL2_X86_64_GPU : AMITypes.AL2_X86_64;
      case "Bottlerocket" ->
          gpu
              ? arm ? AMITypes.BOTTLEROCKET_ARM_64_NVIDIA : AMITypes.BOTTLEROCKET_X86_64_NVIDIA
              : arm ? AMITypes.BOTTLEROCKET_ARM_64 : AMITypes.BOTTLEROCKET_X86_64;
      default ->
          throw Failures.of(
              FailureKind.REJECTED,
              ("node group %s: amiFamily %s is not known; take AmazonLinux2023, AmazonLinux2 or"
                      + " Bottlerocket")
                  .formatted(group.name(), group.amiFamily()),
              null);
    };
  }
}
