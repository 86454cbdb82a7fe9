package org.hubkeeper.activities.aws.teardown;

import java.util.Set;

/** What AWS's error codes mean when something is to be removed. */
public final class Refusals {

  private static final Set<String> GONE =
      Set.of(
          "NatGatewayNotFound",
          "ResourceNotFoundException",
          "NotFoundException",
          "NoSuchEntity",
          "NoSuchBucket",
          "NoSuchHostedZone",
          "LoadBalancerNotFound",
          "TargetGroupNotFound",
          "FileSystemNotFound",
          "MountTargetNotFound",
          "RepositoryNotFoundException",
          "InvalidLaunchTemplateId.NotFoundException",
          "InvalidLaunchTemplateName.NotFoundException");

  /** Something else has to go first, or be done with. */
  private static final Set<String> HELD =
      Set.of(
          "DependencyViolation",
          "DeleteConflict",
          "ResourceInUse",
          "ResourceInUseException",
          "FileSystemInUse",
          "VolumeInUse",
          "InvalidSnapshot.InUse",
          "InvalidIPAddress.InUse",
          "InvalidNetworkInterface.InUse",
          "InvalidGroup.InUse",
          "IncorrectState",
          "IncorrectMountTargetState",
          "IncorrectFileSystemLifeCycleState",
          "InvalidRequestException",
          "ScalingActivityInProgress");

  private Refusals() {}

  /** It is not there any more. */
  public static boolean gone(String code) {
    return GONE.contains(code) || code.endsWith(".NotFound");
  }

  static boolean held(String code) {
    return HELD.contains(code);
  }
}
