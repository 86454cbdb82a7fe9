package org.hubkeeper.workflows.kernel;

import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets every call know which step of which run it is for, so that what holds it up can be told to
 * that run. A call carries its step's name as summary and its place as header; a child workflow
 * passes the place on to its own calls.
 */
public final class StepInterceptor extends WorkerInterceptorBase {

  /** Header of a call: the {@link Place} that news about it belongs to. */
  public static final String HEADER = "hubkeeper-step";

  /** A step of a run. */
  public record Place(String workflowId, String runId, int step) {}

  private final DataConverter converter;

  /** Writes the place as the client writes everything else. */
  public StepInterceptor(DataConverter converter) {
    this.converter = converter;
  }

  /** Reads the place from a call's header, for the worker's side. */
  public static Optional<Place> place(Header header, DataConverter converter) {
    return Optional.ofNullable(header.getValues().get(HEADER))
        .map(place -> converter.fromPayload(place, Place.class, Place.class));
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Inbound(next, converter);
  }

  private static final class Inbound extends WorkflowInboundCallsInterceptorBase {

    private final DataConverter converter;
    private Optional<Payload> inherited = Optional.empty();

    Inbound(WorkflowInboundCallsInterceptor next, DataConverter converter) {
      super(next);
      this.converter = converter;
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      super.init(new Outbound(outbound, () -> inherited, converter));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      inherited = Optional.ofNullable(input.getHeader().getValues().get(HEADER));
      return super.execute(input);
    }
  }

  private static final class Outbound extends WorkflowOutboundCallsInterceptorBase {

    private final Supplier<Optional<Payload>> inherited;
    private final DataConverter converter;

    Outbound(
        WorkflowOutboundCallsInterceptor next,
        Supplier<Optional<Payload>> inherited,
        DataConverter converter) {
      super(next);
      this.inherited = inherited;
      this.converter = converter;
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      mark(input.getHeader());
      return super.executeActivity(
          new ActivityInput<>(
              input.getActivityName(),
              input.getResultClass(),
              input.getResultType(),
              input.getArgs(),
              ActivityOptions.newBuilder(input.getOptions())
                  .setSummary(Steps.currentName())
                  .build(),
              input.getHeader()));
    }

    @Override
    public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
      mark(input.getHeader());
      return super.executeChildWorkflow(input);
    }

    private void mark(Header header) {
      Optional<Payload> own =
          Steps.current()
              .map(
                  step ->
                      new Place(
                          Workflow.getInfo().getWorkflowId(), Workflow.getInfo().getRunId(), step))
              .flatMap(converter::toPayload);
      own.or(inherited).ifPresent(place -> header.getValues().put(HEADER, place));
    }
  }
}
