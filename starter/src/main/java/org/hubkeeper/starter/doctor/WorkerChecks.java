package org.hubkeeper.starter.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hubkeeper.starter.runs.Pollers;
import org.hubkeeper.starter.runs.RunClient;

/** Whether workers serve the runbooks and every pool of the fleet. */
public final class WorkerChecks {

  private final Pollers pollers;

  public WorkerChecks(Pollers pollers) {
    this.pollers = pollers;
  }

  /** Without a fleet file the pools are not known. */
  public List<Diagnosis> all(Optional<List<String>> pools) {
    List<Diagnosis> found = new ArrayList<>();
    found.add(
        polled(
            RunClient.QUEUE,
            pollers.runbooks(RunClient.QUEUE) && pollers.activities(RunClient.QUEUE),
            "start a worker with `runbooks: true`: hubkeeper worker --config FILE"));
    if (pools.isEmpty()) {
      found.add(
          new Diagnosis(
              Diagnosis.Level.NOTE,
              "pools",
              "not checked without a fleet file",
              "say --fleet FILE or set HUBKEEPER_FLEET"));
    }
    for (String pool : new TreeSet<>(pools.orElse(List.of()))) {
      String queue = RunClient.QUEUE + "-" + pool;
      found.add(
          polled(
              queue,
              pollers.activities(queue),
              "start a worker with `pools: [" + pool + "]`: hubkeeper worker --config FILE"));
    }
    return found;
  }

  private static Diagnosis polled(String queue, boolean polled, String remedy) {
    return polled
        ? Diagnosis.good("queue " + queue, "served by a worker")
        : Diagnosis.bad("queue " + queue, "nobody serves it; its runs wait", remedy);
  }
}
