package org.hubkeeper.workflows.testing;

import io.temporal.client.WorkflowClient;
import java.time.Duration;

/** What a run under test needs of the server it runs on. */
interface Temporal {

  WorkflowClient client();

  /** Lets some time pass between two looks. */
  void pass(Duration time);

  /** Fails when the code does other things than the history says. */
  void replay(TestRun run);
}
