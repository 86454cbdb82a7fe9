package org.hubkeeper.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.StepInterceptor;
import org.hubkeeper.workflows.kernel.StepInterceptor.Place;

/**
 * What happens around every attempt of an activity.
 *
 * <ol>
 *   <li>It beats once a second, so that the server notices a dead worker within seconds.
 *   <li>When the server answers that the attempt is over (its run was reset or terminated, or it
 *       timed out), the attempt may change nothing more: {@link Attempt}.
 *   <li>What holds it up is told to the run when the holder changes, at most once a minute; the
 *       last told is kept in the heartbeat, so a change of worker repeats nothing.
 *   <li>An activity that says what is left may wait as long as that changes; then a person is
 *       asked.
 * </ol>
 */
final class AttemptInterceptor extends WorkerInterceptorBase {

  private final ScheduledExecutorService beats =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "heartbeats");
            thread.setDaemon(true);
            return thread;
          });
  private final ToldSteps toldSteps = new ToldSteps();
  private final Duration stall;
  private final DataConverter converter;

  /** {@code stall}: how long what is left may stay the same before a person is asked. */
  AttemptInterceptor(Duration stall, DataConverter converter) {
    this.stall = stall;
    this.converter = converter;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Around(next);
  }

  private final class Around extends ActivityInboundCallsInterceptorBase {
    // Kept from init: once the activity has thrown, Activity.getExecutionContext() is gone.
    private ActivityExecutionContext context;

    Around(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      AtomicReference<Beat> beat =
          new AtomicReference<>(context.getHeartbeatDetails(Beat.class).orElse(Beat.NONE));
      AtomicBoolean ours = new AtomicBoolean(true);
      ScheduledFuture<?> beating =
          beats.scheduleAtFixedRate(() -> beat(beat.get(), ours), 1, 1, TimeUnit.SECONDS);
      try (Attempt attempt = Attempt.begin(ours::get)) {
        return super.execute(input);
      } catch (ApplicationFailure e) {
        throw waiting(input, beat, e);
      } finally {
        beating.cancel(false);
      }
    }

    private void beat(Beat beat, AtomicBoolean ours) {
      try {
        context.heartbeat(beat);
      } catch (ActivityCanceledException e) {
        // A cancellation waits for the attempt under way; it is still ours to finish.
      } catch (ActivityCompletionException e) {
        ours.set(false);
      }
    }

    private ApplicationFailure waiting(
        ActivityInput input, AtomicReference<Beat> beat, ApplicationFailure e) {
      Instant now = Instant.now();
      Optional<String> left = Failures.remaining(e);
      left.ifPresent(word -> beat.set(beat.get().seen(word, now)));
      Optional<Place> place = StepInterceptor.place(input.getHeader(), converter);
      Failures.blocker(e)
          .filter(blocker -> place.isPresent() && beat.get().news(blocker, now))
          .filter(blocker -> toldSteps.mayTell(place.get(), now))
          .ifPresent(blocker -> tell(place.get(), blocker, beat, now));
      if (left.isPresent() || Failures.blocker(e).isPresent()) {
        beat(beat.get(), new AtomicBoolean());
      }
      return left.isPresent() && beat.get().stalled(stall, now)
          ? Failures.of(
              FailureKind.STALLED,
              "nothing has changed since " + beat.get().changedAt() + ": " + e.getOriginalMessage(),
              null)
          : e;
    }

    private void tell(Place place, Blocker blocker, AtomicReference<Beat> beat, Instant now) {
      Blocker told = blocker.since().equals(Instant.EPOCH) ? blocker.since(now) : blocker;
      try {
        context
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder()
                    .setWorkflowId(place.workflowId())
                    .setRunId(place.runId())
                    .build())
            .signal("blocked", place.step(), told);
        beat.set(beat.get().told(told, now));
      } catch (WorkflowException e) {
        // The run has closed or the server is away. The next attempt, if any, tells again.
      }
    }
  }
}
