package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.hubkeeper.workflows.activity.EncryptionKeys.KeyFact;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.ClusterSlice;

/** Waits for the ends of keys; to abort it keeps them. A run of its own, which takes no lock. */
@WorkflowInterface
public interface TeardownKeys {

  @WorkflowMethod(name = "TeardownKeys")
  Report run(RawValue request);

  /** A key, and when it ends, in ISO form: inputs are read as people's are. */
  record End(String key, String at) {

    static End of(KeyFact fact) {
      return new End(fact.key(), fact.endsAt().toString());
    }
  }

  /** Keys with the dates of their ends. */
  record Request(ClusterSlice slice, List<End> keys, String requester, Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public Request {
      keys = List.copyOf(keys);
    }

    @Override
    public String cluster() {
      return slice.ref().name();
    }

    @Override
    public Boolean planOnly() {
      return false;
    }
  }
}
