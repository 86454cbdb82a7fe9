package org.hubkeeper.activities.kubernetes.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * APIs that Kubernetes has stopped to serve, or will, by its deprecation guide (November 2026). A
 * live API server knows it by itself; this is for manifests.
 */
final class RemovedApis {

  /**
   * @param kinds empty for all of the group's version
   * @param instead empty when nothing takes its place
   */
  record Removed(String api, Set<String> kinds, KubeVersion in, String instead) {

    boolean concerns(String version, String kind) {
      return api.equals(version) && (kinds.isEmpty() || kinds.contains(kind));
    }
  }

  private static final List<Removed> ALL =
      List.of(
          of("apps/v1beta1", 16, "apps/v1"),
          of("apps/v1beta2", 16, "apps/v1"),
          of("extensions/v1beta1", 16, "apps/v1", "DaemonSet", "Deployment", "ReplicaSet"),
          of("extensions/v1beta1", 16, "networking.k8s.io/v1", "NetworkPolicy"),
          of("extensions/v1beta1", 16, "", "PodSecurityPolicy"),
          of("extensions/v1beta1", 22, "networking.k8s.io/v1", "Ingress"),
          of("networking.k8s.io/v1beta1", 22, "networking.k8s.io/v1", "Ingress", "IngressClass"),
          of(
              "admissionregistration.k8s.io/v1beta1",
              22,
              "admissionregistration.k8s.io/v1",
              "MutatingWebhookConfiguration",
              "ValidatingWebhookConfiguration"),
          of(
              "admissionregistration.k8s.io/v1beta1",
              34,
              "admissionregistration.k8s.io/v1",
              "ValidatingAdmissionPolicy",
              "ValidatingAdmissionPolicyBinding"),
          of("apiextensions.k8s.io/v1beta1", 22, "apiextensions.k8s.io/v1"),
          of("apiregistration.k8s.io/v1beta1", 22, "apiregistration.k8s.io/v1"),
          of(
              "certificates.k8s.io/v1beta1",
              22,
              "certificates.k8s.io/v1",
              "CertificateSigningRequest"),
          of("coordination.k8s.io/v1beta1", 22, "coordination.k8s.io/v1", "Lease"),
          of("rbac.authorization.k8s.io/v1beta1", 22, "rbac.authorization.k8s.io/v1"),
          of("scheduling.k8s.io/v1beta1", 22, "scheduling.k8s.io/v1"),
          of(
              "storage.k8s.io/v1beta1",
              22,
              "storage.k8s.io/v1",
              "CSIDriver",
              "CSINode",
              "StorageClass",
              "VolumeAttachment"),
          of("storage.k8s.io/v1beta1", 27, "storage.k8s.io/v1", "CSIStorageCapacity"),
          of("batch/v1beta1", 25, "batch/v1"),
          of("discovery.k8s.io/v1beta1", 25, "discovery.k8s.io/v1"),
          of("events.k8s.io/v1beta1", 25, "events.k8s.io/v1"),
          of("autoscaling/v2beta1", 25, "autoscaling/v2"),
          of("autoscaling/v2beta2", 26, "autoscaling/v2"),
          of("policy/v1beta1", 25, "policy/v1", "PodDisruptionBudget"),
          of("policy/v1beta1", 25, "", "PodSecurityPolicy"),
          of("node.k8s.io/v1beta1", 25, "node.k8s.io/v1"),
          of("flowcontrol.apiserver.k8s.io/v1beta1", 26, "flowcontrol.apiserver.k8s.io/v1"),
          of("flowcontrol.apiserver.k8s.io/v1beta2", 29, "flowcontrol.apiserver.k8s.io/v1"),
          of("flowcontrol.apiserver.k8s.io/v1beta3", 32, "flowcontrol.apiserver.k8s.io/v1"));

  private RemovedApis() {}

  static Optional<Removed> find(String api, String kind) {
    return ALL.stream().filter(one -> one.concerns(api, kind)).findFirst();
  }

  /** What takes the place of any kind of an API. */
  static String instead(String api) {
    return ALL.stream()
        .filter(one -> one.api().equals(api) && !one.instead().isEmpty())
        .map(Removed::instead)
        .findFirst()
        .orElse("");
  }

  private static Removed of(String api, int minor, String instead, String... kinds) {
    return new Removed(api, Set.of(kinds), new KubeVersion(1, minor), instead);
  }
}
