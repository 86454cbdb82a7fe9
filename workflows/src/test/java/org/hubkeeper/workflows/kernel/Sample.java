package org.hubkeeper.workflows.kernel;

import io.temporal.activity.ActivityInterface;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A runbook whose body is the test's own; the cluster's name says which. */
@WorkflowInterface
public interface Sample {

  /** What a test lets the runbook do. */
  @FunctionalInterface
  interface Body {
    void run(Steps steps, Request request, Probe probe);
  }

  /** An input with the common fields only. */
  record Request(String cluster, Boolean planOnly, String requester, Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public Request {
      cluster = Input.required("cluster", cluster);
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
    }
  }

  /** A plan without more than every plan has. */
  record SamplePlan(List<Change> changes, List<Finding> findings) implements Plan {}

  /** Something outside, scripted by the test. */
  @ActivityInterface(namePrefix = "Probe.")
  interface Probe {
    String ensure(String name);
  }

  @WorkflowMethod(name = "Sample")
  Report run(RawValue input);

  /** Runs the test's body. */
  final class Impl implements Sample {
    static final Map<String, Body> BODIES = new ConcurrentHashMap<>();

    private final Steps steps = Steps.register("sample");

    @Override
    public Report run(RawValue input) {
      return steps.runbook(input, Request.class, this::body);
    }

    private void body(Request request) {
      Probe probe = steps.here(Probe.class, Patience.CLOUD);
      BODIES.get(request.cluster()).run(steps, request, probe);
    }
  }
}
