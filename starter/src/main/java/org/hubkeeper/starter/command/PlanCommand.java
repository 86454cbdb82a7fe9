package org.hubkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.PlanText;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper plan}. */
@Command(
    name = "plan",
    description = "Show what a runbook would do; nothing is changed or locked.",
    footer = {
      "",
      "Exit status 4 when changes are planned, 0 when there is nothing to do.",
      "",
      "Examples:",
      "  hubkeeper plan prune-volumes --cluster ds-osu-test",
      "  hubkeeper plan prune-volumes --cluster ds-osu-test --output json"
    })
public final class PlanCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;
  @Mixin private InputFlags flags;

  @Option(names = "--all", description = "List every change, however many.")
  private boolean all;

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Context context = root.context();
    RunbookInfo runbook = flags.runbook(context);
    ObjectNode input = flags.input(context, true);
    try (Runs runs = new Runs(root)) {
      RunRef run = runs.client().start(runbook, input);
      Report report = new Following(context, runs, output).quietly(run);
      if (report.status() != Report.Status.COMPLETED) {
        return new Following(context, runs, output).told(report);
      }
      print(context.console(), report);
      return report.plan().size() == 0 ? Exit.DONE : Exit.CHANGES;
    }
  }

  private void print(Console console, Report report) {
    if (output == Output.json) {
      console.out().println(RunJson.text(RunJson.of(report)));
      return;
    }
    console.out().println();
    new PlanText(console.colour(), all).lines(report.plan()).forEach(console.out()::println);
    console
        .out()
        .println(
            console.colour().faint("Nothing was changed. Without a lock, so it may be stale."));
  }
}
