package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component.SecretWish;

/** Objects of a cluster that are needed around releases. */
@ActivityInterface(namePrefix = "Workloads.")
public interface Workloads {

  /**
   * The uid of the namespace {@code kube-system}; asked without knowing it beforehand. It is asked
   * right after access was granted, which takes a while to be known: a refusal is NOT_READY.
   */
  String uid(ClusterRef cluster);

  /**
   * Returns once the worker's rights are those of the manifest that ships with it. Called while the
   * worker is administrator; a refusal is NOT_READY.
   */
  void ensureOwnRights(ClusterRef cluster);

  /** Returns once the worker may do what the manifest says; FORBIDDEN names what it may not. */
  void checkOwnRights(ClusterRef cluster);

  /** Returns once there is the namespace, labelled as ours where we made it. */
  void ensureNamespace(ClusterRef cluster, String namespace);

  /** Returns which of these Secrets of the namespace are absent or lack an entry. */
  List<String> missingSecrets(ClusterRef cluster, String namespace, List<SecretWish> secrets);

  /** Returns once the Secret has all entries; a generated entry that is there is left alone. */
  void ensureSecret(ClusterRef cluster, String namespace, SecretWish secret);

  /** Returns once so many nodes of the node group are Ready; names what the others lack. */
  void awaitNodes(ClusterRef cluster, String nodeGroup, int least);

  /** The host name of a service's load balancer as it is, empty when there is none. */
  String loadBalancer(ClusterRef cluster, String namespace, String service);

  /** Returns the host name of the service's load balancer once it has one. */
  String awaitLoadBalancer(ClusterRef cluster, String namespace, String service);

  /** Whether {@code gp3} is the only default storage class. */
  boolean storageClassIsDefault(ClusterRef cluster);

  /** Returns once the class {@code gp3} of the EBS driver is the only default class. */
  void ensureStorageClass(ClusterRef cluster);

  /** Returns evidence once a claim was bound, written and read by a pod, and all of it is gone. */
  String proveStorage(ClusterRef cluster);
}
