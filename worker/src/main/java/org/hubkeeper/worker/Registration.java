package org.hubkeeper.worker;

import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.workflows.kernel.ClusterLockImpl;
import org.hubkeeper.workflows.kernel.StepInterceptor;
import org.hubkeeper.workflows.runbook.Runbooks;
import org.hubkeeper.workflows.runbook.UnknownRunbook;

/** How every worker is set up. */
public final class Registration {

  /** Queue of the runbooks themselves. */
  public static final String QUEUE = "hubkeeper";

  /** How long what is left may stay the same before a person is asked. */
  static final Duration STALL = Duration.ofMinutes(20);

  private Registration() {}

  /** All runbooks of the catalogue, the lock, and the answer to unknown types. */
  public static void runbooks(Worker worker) {
    Runbooks.all()
        .forEach(
            info ->
                worker.registerWorkflowImplementationTypes(
                    info.implementation().toArray(Class<?>[]::new)));
    worker.registerWorkflowImplementationTypes(ClusterLockImpl.class, UnknownRunbook.class);
  }

  /** For clients that encrypt nothing. */
  public static WorkerFactoryOptions factoryOptions(FailureTranslators translators) {
    return factoryOptions(translators, DefaultDataConverter.STANDARD_INSTANCE, STALL);
  }

  /** The last interceptor is the outermost: attempts see failures that are translated already. */
  static WorkerFactoryOptions factoryOptions(
      FailureTranslators translators, DataConverter converter, Duration stall) {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(
            new StepInterceptor(converter),
            new FailureInterceptor(translators),
            new AttemptInterceptor(stall, converter))
        .build();
  }

  /** Beats are sent as they come, and a dead worker's runs move on within seconds. */
  public static WorkerOptions workerOptions() {
    return WorkerOptions.newBuilder()
        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
        .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(100))
        .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(2))
        .build();
  }
}
