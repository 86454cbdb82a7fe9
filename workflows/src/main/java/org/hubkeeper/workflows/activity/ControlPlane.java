package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * A managed Kubernetes control plane: the cluster itself, its add-ons, who may enter, its roles.
 */
@ActivityInterface(namePrefix = "ControlPlane.")
public interface ControlPlane {

  /**
   * A control plane as it is.
   *
   * @param status the provider's word, empty when there is none
   * @param ours whether it carries our tag
   * @param uid of its {@code kube-system}, as it was learned and noted on the cluster; else empty
   * @param addons name to version and status, as {@code v1.2 ACTIVE}
   * @param admins principals with an access entry
   * @param identities {@code namespace/account} to the ARN of its role
   */
  record ControlPlaneFact(
      String status,
      boolean ours,
      String version,
      String endpoint,
      String vpc,
      String uid,
      boolean identityProvider,
      Map<String, String> addons,
      List<String> admins,
      Map<String, String> identities) {

    public ControlPlaneFact {
      addons = Map.copyOf(addons);
      admins = List.copyOf(admins);
      identities = Map.copyOf(identities);
    }

    public boolean exists() {
      return !status.isEmpty();
    }
  }

  /** Looks; an absent cluster is an answer. */
  ControlPlaneFact inspect(ClusterRef cluster, List<Identity> identities);

  /** Quotas, instance types and machine images that the definition needs and the account lacks. */
  List<org.hubkeeper.workflows.kernel.Finding> check(
      ClusterRef cluster, ClusterDefinition definition);

  /** Returns once the cluster is ACTIVE; one of that name that is not ours is DRIFTED. */
  ControlPlaneFact ensure(ClusterRef cluster, ClusterDefinition definition, Stacks.StackFact stack);

  /** Returns once the worker itself and these principals have their access entries. */
  void ensureAccess(ClusterRef cluster, List<Admin> admins);

  /** While it holds, the worker may do anything in the cluster: to write down its own rights. */
  void ensureOwnAdmin(ClusterRef cluster, boolean admin);

  /** Returns once IAM trusts the cluster's OIDC issuer. */
  void ensureIdentityProvider(ClusterRef cluster);

  /** Returns once the add-on is ACTIVE. */
  void ensureAddon(ClusterRef cluster, Addon addon, Map<String, String> roles);

  /** Returns the ARN of the role once the service account can become it. */
  String ensureIdentity(ClusterRef cluster, Identity identity);

  /** Notes the uid of the cluster's {@code kube-system} on the cluster. */
  void ensureUid(ClusterRef cluster, String uid);
}
