package org.hubkeeper.workflows.runbook.bootstrap;

import org.hubkeeper.workflows.testing.ClusterTest;
import org.hubkeeper.workflows.testing.TestRun;

/** Common ground of the runbook's tests. */
abstract class BootstrapTest extends ClusterTest {

  TestRun start(Object... more) {
    return run("Bootstrap", more);
  }
}
