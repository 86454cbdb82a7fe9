package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import org.hubkeeper.workflows.model.ClusterRef;

/** Names of hosts. */
@ActivityInterface(namePrefix = "Dns.")
public interface Dns {

  /**
   * A record as the zone has it.
   *
   * @param target host name that it points to, empty when there is none
   * @param ours whether Hubkeeper made it
   */
  record RecordFact(String name, String type, String target, int ttl, boolean ours) {}

  /** Looks; MISSING when the account has no such zone. */
  RecordFact inspect(ClusterRef cluster, String zone, String name);

  /**
   * Returns once the zone points the name to the target and says so on all its servers. A record
   * that points elsewhere and was not named in {@code replacing} is DRIFTED.
   */
  RecordFact ensure(
      ClusterRef cluster, String zone, String name, String target, int ttl, String replacing);

  /** Returns once the name leads to the target by the resolver that people would use. */
  void awaitVisible(ClusterRef cluster, String name, String target);
}
