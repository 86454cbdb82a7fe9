package org.hubkeeper.rehearsal.lock;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.temporal.TemporalFailures;
import org.hubkeeper.activities.temporal.TemporalLocks;
import org.hubkeeper.worker.Registration;
import org.hubkeeper.workflows.kernel.ClusterLockImpl;

/** Some workers for probes, with the product's locks and interceptors; any of them may crash. */
final class ProbeWorkers implements AutoCloseable {

  static final String QUEUE = "hubkeeper-probes";

  private static final int WORKERS = 3;

  private final WorkflowClient client;
  private final CriticalSection critical;
  private final List<WorkerFactory> workers = new ArrayList<>();

  ProbeWorkers(WorkflowClient client, CriticalSection critical) {
    this.client = client;
    this.critical = critical;
    for (int i = 0; i < WORKERS; i++) {
      workers.add(start());
    }
  }

  private WorkerFactory start() {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            Registration.factoryOptions(new FailureTranslators(List.of(new TemporalFailures()))));
    Worker worker = factory.newWorker(QUEUE, Registration.workerOptions());
    worker.registerWorkflowImplementationTypes(Probe.Impl.class, ClusterLockImpl.class);
    worker.registerActivitiesImplementations(
        new TemporalLocks(client), critical, new Probe.NoArchive());
    factory.start();
    return factory;
  }

  /** One stops in the middle of whatever it does; another one takes its place. */
  synchronized void crash(int which) {
    int index = which % WORKERS;
    workers.get(index).shutdownNow();
    workers.set(index, start());
  }

  @Override
  public synchronized void close() {
    workers.forEach(WorkerFactory::shutdownNow);
  }
}
