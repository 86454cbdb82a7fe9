package org.hubkeeper.benchmarks;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.worker.Registration;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Request;
import org.hubkeeper.workflows.kernel.Steps;

/**
 * What the kernel adds to a call: steps of an activity that does nothing, against as many bare
 * calls of it, by the same worker on the same server.
 */
final class StepCost {

  private static final String QUEUE = "benchmark-steps";

  /** Below the 200 rows that a run shows, so that every step is told. */
  private static final int STEPS = 150;

  private StepCost() {}

  /** Does nothing, so that only the way there and back is measured. */
  @ActivityInterface(namePrefix = "Nothing.")
  public interface Nothing {
    void happen();
  }

  /** Calls it so many times in steps. */
  @WorkflowInterface
  public interface InSteps {
    @WorkflowMethod
    Report inSteps(RawValue input);
  }

  /** Calls it so many times without. */
  @WorkflowInterface
  public interface Bare {
    @WorkflowMethod
    void bare(int calls);
  }

  /** The input of {@link InSteps}. */
  public record Input(
      String cluster, Boolean planOnly, String requester, Double timeFactor, Integer calls)
      implements Request {
    public Input {
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
    }
  }

  /** As a runbook is written. */
  public static final class InStepsImpl implements InSteps {
    private final Steps steps = Steps.register("benchmark-steps");

    @Override
    public Report inSteps(RawValue raw) {
      return steps.runbook(raw, Input.class, this::call);
    }

    private void call(Input input) {
      Nothing nothing = steps.here(Nothing.class, Patience.API);
      for (int i = 0; i < input.calls(); i++) {
        steps.run("Step " + i, nothing::happen);
      }
    }
  }

  /** As Temporal's documentation writes it. */
  public static final class BareImpl implements Bare {
    @Override
    public void bare(int calls) {
      Nothing nothing =
          Workflow.newActivityStub(
              Nothing.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());
      for (int i = 0; i < calls; i++) {
        nothing.happen();
      }
    }
  }

  /** One row; each is measured twice in turn, and the second time counts. */
  static String row(WorkflowClient client) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, Registration.factoryOptions(new FailureTranslators(List.of())));
    Worker worker = factory.newWorker(QUEUE, Registration.workerOptions());
    worker.registerWorkflowImplementationTypes(InStepsImpl.class, BareImpl.class);
    worker.registerActivitiesImplementations((Nothing) () -> {}, (Archive) report -> "");
    factory.start();
    try {
      double bare = 0;
      double inSteps = 0;
      for (int round = 0; round < 2; round++) {
        bare = millis(() -> stub(client, Bare.class).bare(STEPS));
        inSteps = millis(() -> inSteps(client));
      }
      return String.format(
          Locale.ROOT,
          "| a step of the kernel against a bare activity, %d of each | %.1f ms against %.1f ms"
              + " | %.2f |",
          STEPS,
          inSteps,
          bare,
          inSteps / bare);
    } finally {
      factory.shutdownNow();
    }
  }

  private static void inSteps(WorkflowClient client) {
    var run =
        client.newUntypedWorkflowStub(
            "InSteps", WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    run.start(Map.of("cluster", "none", "calls", STEPS));
    Report report = run.getResult(Report.class);
    if (report.status() != Report.Status.COMPLETED) {
      throw new IllegalStateException(report.status() + ": " + report.error());
    }
  }

  private static <T> T stub(WorkflowClient client, Class<T> type) {
    return client.newWorkflowStub(type, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
  }

  private static double millis(Runnable all) {
    long start = System.nanoTime();
    all.run();
    return (System.nanoTime() - start) / 1e6 / STEPS;
  }
}
