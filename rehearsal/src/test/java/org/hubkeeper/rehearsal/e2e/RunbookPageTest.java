package org.hubkeeper.rehearsal.e2e;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.runbook.Runbooks;
import org.junit.jupiter.api.Test;

/**
 * The page of the runbook says what a rehearsal does. When it differs this fails; with {@code
 * -Ddocs.write=true} it is written anew.
 */
class RunbookPageTest {

  private static final RunbookPage PAGE = RunbookPage.of("prune-volumes");

  @Test
  void thePageHasTheInputsThePlanAndTheStepsOfARehearsal() throws IOException {
    RehearsalWorld world = RehearsalWorld.shared();
    world.scene("default");
    TestRun run = world.run();
    run.question();
    PlanView plan = run.report().plan();
    Report report = run.approveAll();

    String inputs = RunbookPage.inputs(Runbooks.find("prune-volumes").orElseThrow());
    PAGE.check(Map.of("inputs", inputs, "plan", plan(plan), "steps", RunbookPage.steps(report)));
  }

  private static String plan(PlanView plan) {
    Map<String, String> names = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder("```\n");
    plan.changes()
        .forEach(
            change -> {
              String name =
                  names.computeIfAbsent(
                      change.target(), id -> "vol-%017x".formatted(names.size() + 1));
              String info = change.info().isEmpty() ? "" : "; " + change.info();
              text.append(change.verb().name().toLowerCase(java.util.Locale.ROOT));
              text.append(" " + name + ": " + change.detail() + info + "\n");
            });
    text.append("\n");
    plan.notes().forEach(note -> text.append(note + "\n"));
    return text.append("```\n").toString();
  }
}
