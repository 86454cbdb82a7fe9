package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.common.converter.RawValue;
import java.time.Duration;
import java.util.List;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;

/** Makes the inventory once more and tells the owners. Changes nothing. */
public final class TeardownRescanImpl implements TeardownRescan {

  private static final Duration DAY = Duration.ofHours(24);

  private final Steps steps = Steps.register("teardown-rescan");

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::look);
  }

  private void look(Request request) {
    steps.sleepUntil(
        "Wait 24 hours",
        steps.clock().now().plus(DAY),
        request.slice().timeZone(),
        "nothing to do: it only looks then");
    InventoryReader reader = new InventoryReader(steps, request.slice(), request.teardown());
    reader.survey(request.site());
    TeardownPlan left = reader.plan("Make the inventory once more");
    TeardownPlan residue = left.toGo();
    Proof.tell(steps, residue, left);
    tell(request, residue);
    steps.confirmNothingLeft("Verify that still nothing is left", residue);
  }

  private void tell(Request request, TeardownPlan residue) {
    List<String> lines = residue.entries().stream().map(Entry::line).limit(100).toList();
    String subject =
        request.cluster()
            + (lines.isEmpty()
                ? ": nothing has come back after the teardown"
                : ": %d things are there a day after the teardown"
                    .formatted(residue.entries().size()));
    Notices notices = steps.here(Notices.class, Patience.API);
    steps.run(
        "Tell the owners",
        () ->
            notices.send(
                new Notice(
                    request.cluster(),
                    subject,
                    String.join("\n", lines),
                    request.slice().owners())));
  }
}
