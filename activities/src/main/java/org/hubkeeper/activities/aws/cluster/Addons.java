package org.hubkeeper.activities.aws.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AddonVersionInfo;
import software.amazon.awssdk.services.eks.model.ResolveConflicts;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/**
 * EKS's add-ons. A new one refuses to take over what somebody else has installed; a change keeps
 * what people have set on its objects.
 */
final class Addons {

  /** The service accounts that call AWS, as EKS documents them by add-on. */
  private static final Map<String, String> ACCOUNTS =
      Map.of(
          "vpc-cni", "kube-system/aws-node",
          "aws-ebs-csi-driver", "kube-system/ebs-csi-controller-sa",
          "aws-efs-csi-driver", "kube-system/efs-csi-controller-sa");

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;

  Addons(EksClient eks, ClusterRef cluster, Author author) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
  }

  /** Name to version and status. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : eks.listAddonsPaginator(r -> r.clusterName(cluster.name())).addons()) {
      look(name)
          .ifPresent(addon -> all.put(name, addon.addonVersion() + " " + addon.statusAsString()));
    }
    return all;
  }

  /**
   * @param role of the add-on's service account by the OIDC provider; empty for none
   */
  void ensure(Addon wanted, String role, String kubernetes) {
    Optional<software.amazon.awssdk.services.eks.model.Addon> found = look(wanted.name());
    if (found.isEmpty()) {
      create(wanted, role, kubernetes);
      throw waitFor(wanted, "EKS, which has been asked to install it");
    }
    String issues = EksIssues.told(EksIssues.of(found.get().health()));
    switch (found.get().status()) {
      case ACTIVE -> {
        if (differs(found.get(), wanted, role)) {
          update(wanted, role);
          throw waitFor(wanted, "EKS, which has been asked to change it");
        }
      }
      case CREATE_FAILED, UPDATE_FAILED, DELETE_FAILED ->
          throw Failures.of(
              FailureKind.REJECTED,
              "add-on %s of %s is %s: %s; cure that, delete the add-on in EKS and retry"
                  .formatted(wanted.name(), cluster, found.get().statusAsString(), issues),
              null);
      case DEGRADED -> throw waitFor(wanted, "EKS, which says " + issues);
      default -> throw waitFor(wanted, "EKS, which says " + found.get().statusAsString());
    }
  }

  /** The service account of an add-on that calls AWS; empty for one that does not. */
  static String account(String addon) {
    return ACCOUNTS.getOrDefault(addon, "");
  }

  private void create(Addon wanted, String role, String kubernetes) {
    String version = wanted.version().isEmpty() ? standard(wanted, kubernetes) : wanted.version();
    eks.createAddon(
        request ->
            request
                .clusterName(cluster.name())
                .addonName(wanted.name())
                .addonVersion(version)
                .configurationValues(orNone(wanted.configuration()))
                .serviceAccountRoleArn(orNone(role))
                .resolveConflicts(ResolveConflicts.NONE)
                .clientRequestToken(author.token("addon " + wanted.name()))
                .tags(OwnTags.of(cluster, author, Map.of())));
  }

  private void update(Addon wanted, String role) {
    eks.updateAddon(
        request ->
            request
                .clusterName(cluster.name())
                .addonName(wanted.name())
                .addonVersion(orNone(wanted.version()))
                .configurationValues(orNone(wanted.configuration()))
                .serviceAccountRoleArn(orNone(role))
                .resolveConflicts(ResolveConflicts.PRESERVE)
                .clientRequestToken(author.token("change of addon " + wanted.name())));
  }

  /** What EKS takes by itself for that version of Kubernetes. */
  private String standard(Addon wanted, String kubernetes) {
    return eks
        .describeAddonVersionsPaginator(
            r -> r.addonName(wanted.name()).kubernetesVersion(kubernetes))
        .addons()
        .stream()
        .flatMap(addon -> addon.addonVersions().stream())
        .filter(version -> standard(version, kubernetes))
        .map(AddonVersionInfo::addonVersion)
        .findFirst()
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.REJECTED,
                    "addons: EKS has no %s for Kubernetes %s; correct its name or leave it out"
                        .formatted(wanted.name(), kubernetes),
                    null));
  }

  private static boolean standard(AddonVersionInfo version, String kubernetes) {
    return version.compatibilities().stream()
        .anyMatch(one -> kubernetes.equals(one.clusterVersion()) && one.defaultVersion());
  }

  /** What is not wished for is not compared: people may set it by other means. */
  private static boolean differs(
      software.amazon.awssdk.services.eks.model.Addon found, Addon wanted, String role) {
    return other(wanted.version(), found.addonVersion())
        || other(wanted.configuration(), found.configurationValues())
        || other(role, found.serviceAccountRoleArn());
  }

  private static boolean other(String wanted, String found) {
    return !wanted.isEmpty() && !wanted.equals(Objects.requireNonNullElse(found, ""));
  }

  private Optional<software.amazon.awssdk.services.eks.model.Addon> look(String name) {
    try {
      return Optional.of(
          eks.describeAddon(r -> r.clusterName(cluster.name()).addonName(name)).addon());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private static String orNone(String text) {
    return text.isEmpty() ? null : text;
  }

  private RuntimeException waitFor(Addon wanted, String holder) {
    return Failures.notReady(
        Blocker.of("add-on " + wanted.name(), holder, "nothing to do: it takes a minute or two"));
  }
}
