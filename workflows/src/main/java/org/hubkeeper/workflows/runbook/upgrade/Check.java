package org.hubkeeper.workflows.runbook.upgrade;

import java.util.Optional;
import java.util.stream.Stream;

/** What is checked before an upgrade; the names are the codes of findings, and stable. */
enum Check {
  TARGET_UNKNOWN("the provider does not offer the target", false),
  TARGET_OLDER("the target is older than what runs", false),
  SOURCE_DIFFERS("the version that was typed is not the one that runs", false),
  PATH_WRONG("the path that was typed skips a minor or leads elsewhere", false),
  NODES_NEWER("nodes are newer than the control plane", false),
  CLUSTER_REST("the control plane is not at rest", false),
  SKEW("nodes lag further behind than Kubernetes supports", true),
  CLUSTER_HEALTH("the provider names something wrong with the control plane", true),
  POOL_HEALTH("a pool is not at rest, or nodes of it are not Ready", true),
  ADDON_HEALTH("an add-on is not at rest, or has issues", true),
  ADDON_UNAVAILABLE("no version of an add-on is offered for a minor on the way", true),
  SUBNETS("too few zones for the control plane", true),
  FREE_ADDRESSES("too few free addresses in subnets", true),
  QUOTA_NODES("a quota of machines would be passed", true),
  QUOTA_DISK("a quota of disks would be passed", true),
  AMI_FAMILY("a machine image that is not offered any more", true),
  NEW_TEMPLATE("a change of a launch template would come along", true),
  INSIGHT("the provider's own inspection warns", true),
  INSIGHTS_OLD("the provider's own inspection is old", true),
  REMOVED_API("an API is asked for that goes away on the way", true),
  WEBHOOK_DOWN("an admission webhook can't answer", true),
  BUDGET_BLOCKS("a PodDisruptionBudget allows nothing to go", true),
  SINGLE_REPLICA("a workload is down while its pod moves", true),
  SLOW_END("a pod may take long to end", true),
  ZONE_BOUND("a volume is bound to a zone that the copy of its pool would not have", true),
  IN_PLACE_USERS("an update in place would evict users", true),
  BACKUP_OLD("there is no backup, or none that is young enough", true),
  FREEZE_WINDOW("nothing may be changed now", true),
  FREEZE_SOON("a freeze begins within two days", true),
  EVENT_SOON("people count on the cluster within two days", true),
  UPDATE_RUNNING("an update is running", true),
  RUN_UNDER_WAY("another run holds a part of the cluster", true),
  LEFT_MARK("another run has left something changed for a while", true),
  HUB_UNREACHABLE("a hub can't be asked", true),
  HUB_API("a hub's API is not told, so no server is started as a proof", true),
  PROVISIONER("a provisioner replaces nodes by itself", true),
  OTHER_OWNER("another tool owns what is changed", true),
  DEFINITION("the cluster's definition has to be changed with it", true),
  WORKER_INSIDE("this worker runs inside the cluster that it upgrades", true),
  UNCHECKED("something could not be looked at", true),
  WAIVER_UNUSED("a waiver is for something that was not found", true);

  private final String about;
  private final boolean waivable;

  Check(String about, boolean waivable) {
    this.about = about;
    this.waivable = waivable;
  }

  /** What it is about, in a few words. */
  String about() {
    return about;
  }

  /** Whether a person may let it pass. */
  boolean waivable() {
    return waivable;
  }

  static Optional<Check> of(String code) {
    return Stream.of(values()).filter(check -> check.name().equals(code)).findFirst();
  }
}
