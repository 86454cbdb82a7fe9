package org.hubkeeper.rehearsal.e2e;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.docs.RunbookPage;
import org.hubkeeper.workflows.kernel.PlanView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page of a runbook says what a rehearsal does. When it differs this fails; with {@code
 * -Ddocs.write=true} it is written anew.
 */
@Timeout(1500)
class RunbookPageTest {

  @Test
  void thePageOfPruneVolumesIsThatOfARehearsal() throws IOException {
    RehearsalWorld world = RehearsalWorld.shared();
    world.scene("default");
    TestRun run = world.run();
    PlanView plan = run.planned();

    Map<String, String> volumes = new HashMap<>();
    new RunbookPage("prune-volumes")
        .check(
            plan,
            run.approveAll(),
            id -> volumes.computeIfAbsent(id, n -> "vol-%017x".formatted(volumes.size() + 1)));
  }

  @Test
  void thePageOfBootstrapIsThatOfARehearsal() throws IOException {
    MadeCluster.Told made = MadeCluster.shared().made();

    new RunbookPage("bootstrap").check(made.plan(), made.report(), name -> name);
  }

  @Test
  void thePageOfAddNodeGroupIsThatOfARehearsal() throws IOException {
    MadeCluster.Told larger = MadeCluster.shared().larger();

    new RunbookPage("add-node-group").check(larger.plan(), larger.report(), name -> name);
  }
}
