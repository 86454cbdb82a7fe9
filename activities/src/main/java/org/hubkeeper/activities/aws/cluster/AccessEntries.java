package org.hubkeeper.activities.aws.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.AssociatedAccessPolicy;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** Who may enter a cluster. Rights are only added, but for {@link #remove}. */
final class AccessEntries {

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;

  AccessEntries(EksClient eks, ClusterRef cluster, Author author) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
  }

  List<String> principals() {
    return eks
        .listAccessEntriesPaginator(r -> r.clusterName(cluster.name()))
        .accessEntries()
        .stream()
        .toList();
  }

  void ensure(Admin admin) {
    Optional<AccessEntry> found = look(admin.principal());
    if (found.isEmpty()) {
      create(admin);
    } else {
      addGroups(found.get(), admin);
    }
    List<String> missing = new ArrayList<>(admin.policies());
    missing.removeAll(policies(admin.principal()));
    missing.forEach(policy -> associate(admin.principal(), policy));
  }

  void associate(String principal, String policy) {
    eks.associateAccessPolicy(
        request ->
            request
                .clusterName(cluster.name())
                .principalArn(principal)
                .policyArn(policy)
                .accessScope(scope -> scope.type(AccessScopeType.CLUSTER)));
  }

  /** Takes a policy away; a principal without entry has none. */
  void remove(String principal, String policy) {
    if (look(principal).isEmpty() || !policies(principal).contains(policy)) {
      return;
    }
    eks.disassociateAccessPolicy(
        r -> r.clusterName(cluster.name()).principalArn(principal).policyArn(policy));
  }

  List<String> policies(String principal) {
    return eks
        .listAssociatedAccessPoliciesPaginator(
            r -> r.clusterName(cluster.name()).principalArn(principal))
        .associatedAccessPolicies()
        .stream()
        .map(AssociatedAccessPolicy::policyArn)
        .toList();
  }

  private Optional<AccessEntry> look(String principal) {
    try {
      return Optional.of(
          eks.describeAccessEntry(r -> r.clusterName(cluster.name()).principalArn(principal))
              .accessEntry());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private void create(Admin admin) {
    eks.createAccessEntry(
        request ->
            request
                .clusterName(cluster.name())
                .principalArn(admin.principal())
                .kubernetesGroups(admin.groups())
                .clientRequestToken(author.token("entry " + admin.principal()))
                .tags(OwnTags.of(cluster, author, Map.of())));
  }

  private void addGroups(AccessEntry found, Admin admin) {
    TreeSet<String> groups = new TreeSet<>(found.kubernetesGroups());
    if (!groups.addAll(admin.groups())) {
      return;
    }
    if (!OwnTags.ours(cluster, found.tags())) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("the access entry of %s lacks the groups %s and Hubkeeper did not make it; add them in"
                  + " EKS or remove the entry")
              .formatted(admin.principal(), admin.groups()),
          null);
    }
    eks.updateAccessEntry(
        request ->
            request
                .clusterName(cluster.name())
                .principalArn(admin.principal())
                .kubernetesGroups(groups)
                .clientRequestToken(author.token("groups " + admin.principal())));
  }
}
