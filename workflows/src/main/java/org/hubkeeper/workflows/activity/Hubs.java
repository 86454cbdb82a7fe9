package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * JupyterHubs, through their own API where the fleet file says how to reach it. Hubs are named as
 * in the fleet file. No name of a user leaves an activity.
 */
@ActivityInterface(namePrefix = "Hubs.")
public interface Hubs {

  /**
   * A hub as it is.
   *
   * @param api whether the fleet file says how to reach its API
   * @param online users with a server that is up; of a hub without API, by its pods
   * @param starting servers that are coming up
   * @param problem why it could not be asked; empty when it could
   */
  record HubFact(
      String hub, boolean api, String version, int online, int starting, String problem) {}

  /**
   * Spawns since the hub was started, by its own metric.
   *
   * @param known whether the hub tells
   */
  record Spawns(String hub, boolean known, long good, long failed) {}

  /** All hubs of the cluster. */
  List<HubFact> inspect(ClusterRef cluster);

  /** Of all hubs with an API. */
  List<Spawns> spawns(ClusterRef cluster);

  /**
   * Returns how it was told, once everybody who uses the hub sees the text: as the hub's
   * announcement where it has a way for it; empty when it has none. The same text twice is shown
   * once. Holds the run's mark.
   */
  String ensureAnnounced(ClusterRef cluster, String hub, String text);

  /** Returns once no announcement of Hubkeeper is shown any more. */
  void ensureNoAnnouncement(ClusterRef cluster, String hub);

  /**
   * Returns once these servers (see {@link Nodes.Server}) are stopped through the hub's API, as if
   * their users had stopped them; those that are gone already count.
   */
  void ensureStopped(ClusterRef cluster, String hub, List<String> servers);

  /**
   * Returns evidence, as one line, once a user of Hubkeeper's own has started a server, it
   * answered, and server and user are gone again. What an earlier attempt left is used or cleared
   * up. NOT_READY while it comes up, naming what holds it; REJECTED with the hub's reason when the
   * spawn fails. Clears up on failure too.
   */
  String proveServer(ClusterRef cluster, String hub);
}
