package org.hubkeeper.activities.aws.upgrade;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.eks.model.ErrorCode;
import software.amazon.awssdk.services.eks.model.ErrorDetail;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateStatus;

/**
 * Why an update of EKS failed, in EKS's own words. No waiting cures it: EKS has given up, and a
 * fresh update is for a person to order, so every kind here is one that asks.
 */
final class UpdateErrors {

  private static final Map<ErrorCode, FailureKind> KINDS =
      Map.of(
          ErrorCode.SUBNET_NOT_FOUND, FailureKind.MISSING,
          ErrorCode.SECURITY_GROUP_NOT_FOUND, FailureKind.MISSING,
          ErrorCode.VPC_ID_NOT_FOUND, FailureKind.MISSING,
          ErrorCode.K8_S_RESOURCE_NOT_FOUND, FailureKind.MISSING,
          ErrorCode.ENI_LIMIT_REACHED, FailureKind.QUOTA,
          ErrorCode.ACCESS_DENIED, FailureKind.FORBIDDEN,
          ErrorCode.CONFIGURATION_CONFLICT, FailureKind.DRIFTED);

  private static final Map<ErrorCode, String> REMEDIES =
      Map.of(
          ErrorCode.IP_NOT_AVAILABLE, "free addresses in the subnets, or give the cluster others",
          ErrorCode.INSUFFICIENT_FREE_ADDRESSES,
              "free addresses in the subnets, or give the cluster others",
          ErrorCode.POD_EVICTION_FAILURE,
              "relax the PodDisruptionBudget that holds the pod, or move the pod",
          ErrorCode.NODE_CREATION_FAILURE,
              "see why the new machines do not join, in the node group's issues",
          ErrorCode.CONFIGURATION_CONFLICT, "decide whose setting of the named fields holds",
          ErrorCode.ADMISSION_REQUEST_DENIED, "see which admission webhook refuses it");

  private UpdateErrors() {}

  static boolean failed(Update update) {
    return update.status() == UpdateStatus.FAILED || update.status() == UpdateStatus.CANCELLED;
  }

  /** The failure to throw for an update of {@code what}. */
  static RuntimeException of(String what, Update update) {
    if (update.status() == UpdateStatus.CANCELLED) {
      return Failures.of(
          FailureKind.REJECTED,
          "update %s of %s was cancelled%s; nothing was changed by it"
              .formatted(update.id(), what, reason(update)),
          null);
    }
    return Failures.of(
        kind(update.errors()),
        "update %s of %s failed: %s; retry to begin a fresh one"
            .formatted(update.id(), what, told(update.errors())),
        null);
  }

  private static String reason(Update update) {
    return update.cancellation() == null || update.cancellation().reason() == null
        ? ""
        : " (" + update.cancellation().reason() + ")";
  }

  private static FailureKind kind(List<ErrorDetail> errors) {
    return errors.stream()
        .map(error -> KINDS.getOrDefault(error.errorCode(), FailureKind.REJECTED))
        .findFirst()
        .orElse(FailureKind.REJECTED);
  }

  private static String told(List<ErrorDetail> errors) {
    return errors.isEmpty()
        ? "EKS tells no reason"
        : errors.stream().map(UpdateErrors::line).collect(Collectors.joining("; "));
  }

  private static String line(ErrorDetail error) {
    String about = error.resourceIds().isEmpty() ? "" : " " + error.resourceIds();
    String remedy = REMEDIES.getOrDefault(error.errorCode(), "");
    return error.errorCodeAsString()
        + ": "
        + error.errorMessage()
        + about
        + (remedy.isEmpty() ? "" : " (" + remedy + ")");
  }
}
