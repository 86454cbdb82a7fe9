package org.hubkeeper.workflows.testing;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.workflows.kernel.Board;
import org.hubkeeper.workflows.kernel.ClusterLockImpl;
import org.hubkeeper.workflows.kernel.StepInterceptor;
import org.hubkeeper.workflows.runbook.UnknownRunbook;

/** Temporal in this process, with skipped time and one worker for everything. */
public final class TestTemporal implements Temporal, AutoCloseable {

  public static final String QUEUE = "hubkeeper";

  private static final Duration SKIPPED_WITHIN = Duration.ofSeconds(40);

  public final FakeOffice office;
  private final TestWorkflowEnvironment environment;
  private final Worker worker;

  /** Serves these workflow classes, and these activities from the queue of pool {@code aws}. */
  public TestTemporal(List<Class<?>> workflows, Object... activities) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(
                        new StepInterceptor(DefaultDataConverter.STANDARD_INSTANCE))
                    .build());
    Board.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    environment = TestWorkflowEnvironment.newInstance(options.build());
    office = new FakeOffice(environment.getWorkflowClient());
    worker = environment.newWorker(QUEUE);
    workflows.forEach(worker::registerWorkflowImplementationTypes);
    worker.registerWorkflowImplementationTypes(ClusterLockImpl.class, UnknownRunbook.class);
    worker.registerActivitiesImplementations(
        office.archive, office.fleet, office.locks, office.notices);
    environment.newWorker("hubkeeper-aws").registerActivitiesImplementations(activities);
  }

  /** Serves more activities from the runbooks' own queue. */
  public void serveHere(Object activities) {
    worker.registerActivitiesImplementations(activities);
  }

  public void begin() {
    environment.start();
  }

  @Override
  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** The server's time, which tests move on. */
  public TestWorkflowEnvironment environment() {
    return environment;
  }

  /** Fails where the server does not skip the time, which would take as long as it says. */
  @Override
  public void pass(Duration time) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Context.CancellableContext limited =
        Context.current().withDeadlineAfter(SKIPPED_WITHIN.toSeconds(), TimeUnit.SECONDS, timer);
    try {
      limited.run(() -> environment.sleep(time));
    } catch (StatusRuntimeException e) {
      throw new AssertionError("the test server does not skip " + time + " any more", e);
    } finally {
      limited.cancel(null);
      timer.shutdownNow();
    }
  }

  /** Starts a run with an input record, a map or, as a string, raw JSON. */
  public TestRun start(String type, Object... input) {
    WorkflowStub stub =
        client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(QUEUE)
                    .setWorkflowId(type + "-" + UUID.randomUUID())
                    .build());
    stub.start(input);
    return new TestRun(this, stub);
  }

  @Override
  public void replay(TestRun run) {
    try {
      worker.replayWorkflowExecution(run.history());
    } catch (Exception e) {
      throw new AssertionError("the run does not replay", e);
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
