package org.hubkeeper.workflows.testing;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hubkeeper.workflows.kernel.ClusterLockImpl;
import org.hubkeeper.workflows.kernel.StepInterceptor;
import org.hubkeeper.workflows.runbook.UnknownRunbook;

/** The real server, shared by all classes of this process, and a worker for one of them. */
public final class RealTemporal implements Temporal, AutoCloseable {

  private static DevServer server;

  public final FakeOffice office;
  private final WorkerFactory factory;
  private final Worker worker;

  /** Serves these workflow classes, these activities here, and those in pool {@code aws}. */
  public RealTemporal(List<Class<?>> workflows, List<Object> here, Object... pool) {
    factory =
        WorkerFactory.newInstance(
            client(),
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new StepInterceptor(DefaultDataConverter.STANDARD_INSTANCE))
                .build());
    office = new FakeOffice(client());
    worker = factory.newWorker(TestTemporal.QUEUE);
    workflows.forEach(worker::registerWorkflowImplementationTypes);
    worker.registerWorkflowImplementationTypes(ClusterLockImpl.class, UnknownRunbook.class);
    worker.registerActivitiesImplementations(
        office.archive, office.fleet, office.locks, office.notices);
    here.forEach(worker::registerActivitiesImplementations);
    factory.newWorker("hubkeeper-aws").registerActivitiesImplementations(pool);
    factory.start();
  }

  /** The server, started by whoever is the first to ask. */
  public static synchronized DevServer server() {
    if (server == null) {
      try {
        server = new DevServer();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("no Temporal server", e);
      }
    }
    return server;
  }

  @Override
  public WorkflowClient client() {
    return server().client();
  }

  @Override
  public void pass(Duration time) {
    LockSupport.parkNanos(Duration.ofMillis(40).toNanos());
  }

  @Override
  public void replay(TestRun run) {
    try {
      worker.replayWorkflowExecution(run.history());
    } catch (Exception e) {
      throw new AssertionError("the run does not replay", e);
    }
  }

  /** Starts a run with an input record, a map or, as a string, raw JSON. */
  public TestRun start(String type, Object... input) {
    WorkflowStub stub =
        client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TestTemporal.QUEUE)
                    .setWorkflowId(type + "-" + UUID.randomUUID())
                    .build());
    stub.start(input);
    return new TestRun(this, stub);
  }

  /** A run that somebody else has started. */
  public TestRun run(String workflowId) {
    return new TestRun(this, client().newUntypedWorkflowStub(workflowId));
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
  }
}
