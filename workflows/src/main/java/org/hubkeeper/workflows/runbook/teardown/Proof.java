package org.hubkeeper.workflows.runbook.teardown;

import java.util.List;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;

/** Before and after, as the report has it. */
final class Proof {

  private Proof() {}

  static void tell(Steps steps, TeardownPlan before, TeardownPlan after) {
    steps.result("before: " + words(before.entries()));
    List<Entry> left = after.entries().stream().filter(entry -> !stays(entry)).toList();
    steps.result("after: " + words(left));
    List<Entry> kept = after.of(Fate.KEEP, Fate.SCHEDULE, Fate.PARK);
    steps.result("kept on purpose: " + words(kept));
    kept.forEach(entry -> steps.result(entry.stays()));
    after.of(Fate.REFUSE).forEach(entry -> steps.result(entry.stays()));
  }

  private static boolean stays(Entry entry) {
    return !entry.fate().goes();
  }

  private static String words(List<Entry> entries) {
    return entries.size() + " things, " + TeardownPlanner.usd(entries);
  }
}
