package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.cluster.EksIssues;
import org.hubkeeper.workflows.activity.Upgrades.AddonOutcome;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonIssue;
import software.amazon.awssdk.services.eks.model.AddonIssueCode;
import software.amazon.awssdk.services.eks.model.ResolveConflicts;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateParamType;

/**
 * Moves an add-on of EKS to another version. What people have set on its objects is kept; its role
 * and its configuration are not mentioned, so EKS leaves them.
 */
final class AddonUpdate {

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;
  private final String name;
  private final OneUpdate update;

  AddonUpdate(EksClient eks, ClusterRef cluster, Author author, Instant ordered, String name) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
    this.name = name;
    this.update =
        new OneUpdate(
            UpdateLog.ofAddon(eks, cluster, name),
            "add-on " + name,
            ordered,
            "nothing to do: it takes a few minutes");
  }

  /** Returns once the add-on is at rest in that version. */
  AddonOutcome ensure(String version) {
    Addon found = look();
    boolean there = version.equals(found.addonVersion());
    switch (found.status()) {
      case UPDATING -> throw update.running();
      case CREATING, DELETING -> throw waitFor(found.statusAsString(), "it takes a few minutes");
      case ACTIVE -> {
        if (there) {
          return new AddonOutcome(version, conflicts(found));
        }
      }
      case DEGRADED -> {
        if (there) {
          throw waitFor(
              EksIssues.told(EksIssues.of(found.health())),
              "see `kubectl get pods -n kube-system`");
        }
      }
      default -> {}
    }
    throw update.request(one -> leadsTo(one, version), () -> send(version));
  }

  private Update send(String version) {
    return eks.updateAddon(
            request ->
                request
                    .clusterName(cluster.name())
                    .addonName(name)
                    .addonVersion(version)
                    .resolveConflicts(ResolveConflicts.PRESERVE)
                    .clientRequestToken(author.token("add-on " + name + " " + version)))
        .update();
  }

  private Addon look() {
    try {
      return eks.describeAddon(r -> r.clusterName(cluster.name()).addonName(name)).addon();
    } catch (ResourceNotFoundException e) {
      throw Failures.of(
          FailureKind.MISSING, "%s has no add-on %s; plan again".formatted(cluster, name), null);
    }
  }

  private static List<String> conflicts(Addon found) {
    return found.health() == null
        ? List.of()
        : found.health().issues().stream()
            .filter(issue -> issue.code() == AddonIssueCode.CONFIGURATION_CONFLICT)
            .map(AddonIssue::message)
            .toList();
  }

  private RuntimeException waitFor(String said, String remedy) {
    return Failures.notReady(Blocker.of("add-on " + name, "EKS, which says " + said, remedy));
  }

  private static boolean leadsTo(Update one, String version) {
    return UpdateLog.to(one, UpdateParamType.ADDON_VERSION).equals(version);
  }
}
