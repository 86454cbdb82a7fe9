package org.hubkeeper.starter.runs;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions.Func1;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.Report;

/**
 * Keeps the query {@code progress} of a replayed run, and what it last said.
 *
 * <p>When a replay is over the SDK unwinds the run's threads, and a question withdraws itself while
 * its thread unwinds. So as long as the run waits for a condition, what it said when the condition
 * was last looked at counts; else what it says after the replay.
 */
final class LastProgress extends WorkerInterceptorBase {

  private final Set<Object> waiting = new HashSet<>();
  private Func1<Object[], Object> query = arguments -> null;
  private Optional<Report> seen = Optional.empty();

  Optional<Report> report() {
    return waiting.isEmpty() ? ask() : seen;
  }

  Optional<Report> lastSeen() {
    return seen.isPresent() ? seen : ask();
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Outbound(outbound));
      }
    };
  }

  private Optional<Report> ask() {
    return query.apply(new Object[0]) instanceof Report report
        ? Optional.of(report)
        : Optional.empty();
  }

  private final class Outbound extends WorkflowOutboundCallsInterceptorBase {

    Outbound(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void registerQuery(RegisterQueryInput input) {
      if (input.getQueryType().equals("progress")) {
        query = input.getCallback();
      }
      super.registerQuery(input);
    }

    @Override
    public void await(String reason, Supplier<Boolean> condition) {
      Object token = new Object();
      waiting.add(token);
      try {
        super.await(reason, () -> look(condition));
        waiting.remove(token);
      } catch (TemporalFailure e) {
        // Cancelled by the run itself; the end of the replay comes as an Error.
        waiting.remove(token);
        throw e;
      }
    }

    private boolean look(Supplier<Boolean> condition) {
      boolean met = condition.get();
      seen = ask();
      return met;
    }
  }
}
