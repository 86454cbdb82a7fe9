package org.hubkeeper.starter.tiny;

import io.temporal.common.converter.RawValue;
import java.util.List;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;

/** Dusts what the look found. */
public final class TinyImpl implements Tiny {

  /** Who may approve; the owners' names are those of nobody. */
  public static final List<Person> TEAM =
      List.of(
          new Person("alex", List.of("operator")),
          new Person("sam", List.of("operator", "owner")),
          new Person("kim", List.of("owner")));

  private final Steps steps = Steps.register("dust-shelves");

  @Override
  public Report run(RawValue raw) {
    return steps.runbook(raw, Request.class, this::dust);
  }

  private void dust(Request request) {
    Shelves shelves = steps.here(Shelves.class, Patience.API);
    int found = steps.call("Look at the shelves", () -> shelves.look(request.cluster()));
    DustPlan plan = steps.plan(DustPlan.class, () -> plan(found));
    if (request.planOnly() || plan.changes().isEmpty()) {
      return;
    }
    if (steps.approve(List.of(group(request))).isEmpty()) {
      steps.rejected();
    }
    steps.run("Remove the dust", () -> shelves.dust(request.cluster()));
    steps.result("dusted " + found + " shelves");
  }

  private static ApprovalGroup group(Request request) {
    List<List<String>> roles =
        request.people() > 1 ? List.of(List.of("owner")) : List.<List<String>>of();
    return new ApprovalGroup(
        "dust",
        "Remove the dust?",
        List.of("it does not come back by itself"),
        new Policy(roles, request.people(), false, List.of(), false, TEAM));
  }

  private static DustPlan plan(int found) {
    List<Change> changes =
        IntStream.rangeClosed(1, found)
            .mapToObj(n -> new Change(Change.Verb.DELETE, "dust-" + n, "by hand", n + " years old"))
            .toList();
    List<Finding> findings =
        List.of(new Finding("spider", false, "a spider lives on shelf 1 and stays"));
    return new DustPlan(changes, found == 0 ? List.of() : findings, List.of("about 3 minutes"));
  }
}
