package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/** How a cluster fares, watched over hours without growing a run's history. */
@ActivityInterface(namePrefix = "Vitals.")
public interface Vitals {

  /**
   * What is counted since the API server was started.
   *
   * @param requests answered by the API server
   * @param errors of them with a status of 500 and above
   */
  record Reading(long requests, long errors) {}

  /** Reads the counters; a server that was restarted begins at none. */
  Reading read(ClusterRef cluster);

  /**
   * Watches for trouble since {@code before}: NOT_READY as long as all is well, with the figures as
   * message. Returns, a line each, what is wrong: more than one request in a hundred failed over at
   * least a thousand, the server not ready on three looks in a row, a node that was Ready is not.
   */
  List<String> awaitTrouble(ClusterRef cluster, Reading before);
}
