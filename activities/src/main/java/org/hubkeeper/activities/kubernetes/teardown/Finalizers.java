package org.hubkeeper.activities.kubernetes.teardown;

import java.util.Map;

/** Who has to act before a finalizer goes, and what stays in the account if nobody does. */
final class Finalizers {

  /** Deployments by whose name a controller is known; none when it is a part of Kubernetes. */
  private record Known(String words, String deployment, String leaks) {}

  private static final String BALANCER = "its load balancer with target groups and security groups";

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          Map.entry(
              "service.kubernetes.io/load-balancer-cleanup",
              new Known("Kubernetes' cloud controller", "", BALANCER)),
          Map.entry("service.k8s.aws/resources", balancing()),
          Map.entry("ingress.k8s.aws/resources", balancing()),
          Map.entry("elbv2.k8s.aws/resources", balancing()),
          Map.entry("group.ingress.k8s.aws/*", balancing()),
          Map.entry(
              "kubernetes.io/pvc-protection",
              new Known("Kubernetes, for a pod that uses it", "", "")),
          Map.entry(
              "kubernetes.io/pv-protection",
              new Known("Kubernetes, for a claim that is bound to it", "", "")),
          Map.entry(
              "external-provisioner.volume.kubernetes.io/finalizer",
              new Known("the storage driver", "ebs-csi-controller", "its volume in the account")),
          Map.entry("karpenter.sh/termination", new Known("Karpenter", "karpenter", "its machine")),
          Map.entry("foregroundDeletion", new Known("Kubernetes' garbage collector", "", "")),
          Map.entry("orphan", new Known("Kubernetes' garbage collector", "", "")));

  private final Controllers controllers;

  Finalizers(Controllers controllers) {
    this.controllers = controllers;
  }

  /** In words; says so when nothing of the kind runs any more. */
  String holder(String finalizer) {
    Known known = KNOWN.get(finalizer);
    if (known == null) {
      String domain = domain(finalizer);
      return "the controller of " + domain + (runs(domain) ? "" : ", which is gone");
    }
    boolean gone = !known.deployment().isEmpty() && !controllers.running(known.deployment());
    return known.words() + (gone ? ", which is gone" : "");
  }

  /** What may be left in the account if it is removed by force; empty for nothing. */
  String leaks(String finalizer) {
    Known known = KNOWN.get(finalizer);
    return known == null
        ? "whatever the controller of %s has made outside of the cluster"
            .formatted(domain(finalizer))
        : known.leaks();
  }

  /** The word before the top-level domain, which is how projects call their programs. */
  private boolean runs(String domain) {
    String[] labels = domain.split("\\.");
    return controllers.running(labels.length > 1 ? labels[labels.length - 2] : labels[0]);
  }

  private static String domain(String finalizer) {
    return finalizer.contains("/") ? finalizer.substring(0, finalizer.indexOf('/')) : finalizer;
  }

  private static Known balancing() {
    return new Known("the AWS load balancer controller", "aws-load-balancer-controller", BALANCER);
  }
}
