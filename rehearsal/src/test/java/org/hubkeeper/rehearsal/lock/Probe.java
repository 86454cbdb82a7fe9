package org.hubkeeper.rehearsal.lock;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Request;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;

/** The smallest runbook that needs a lock. */
@WorkflowInterface
public interface Probe {

  /** Takes an {@link Input} as JSON. */
  @WorkflowMethod(name = "Probe")
  Report run(RawValue input);

  /** {@code locked}: false lets a test prove that collisions are noticed. */
  record Input(
      @Field(value = "cluster", required = true) String cluster,
      @Field("whether to lock") Boolean locked,
      @Field("how many changes a step makes") Integer changes,
      @Field("factor") Double timeFactor)
      implements Request {

    @Override
    public Boolean planOnly() {
      return false;
    }

    @Override
    public String requester() {
      return "";
    }
  }

  /** Three steps under a lock. */
  final class Impl implements Probe {

    private static final int STEPS = 3;

    private final Steps steps = Steps.register("probe");

    @Override
    public Report run(RawValue input) {
      return steps.runbook(input, Input.class, this::probe);
    }

    private void probe(Input input) {
      ClusterRef cluster = new ClusterRef(input.cluster(), "test", "aws", "1", "r", "none", "");
      CriticalSection critical = steps.here(CriticalSection.class, Patience.API);
      if (input.locked()) {
        steps.lock(cluster, "volumes");
      }
      for (int i = 1; i <= STEPS; i++) {
        steps.run("Change " + i, () -> critical.change(input.cluster(), input.changes()));
      }
      if (input.locked()) {
        steps.release(cluster, "volumes");
      }
    }
  }

  /** Probes leave nothing behind. */
  final class NoArchive implements Archive {

    @Override
    public String store(Report report) {
      return "";
    }
  }
}
