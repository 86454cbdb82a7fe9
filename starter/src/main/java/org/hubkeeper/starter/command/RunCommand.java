package org.hubkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.follow.Answers;
import org.hubkeeper.starter.follow.Asker;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper run}. */
@Command(
    name = "run",
    description = "Start a runbook and follow it; its questions are asked here.",
    footer = {
      "",
      "Without a terminal it ends with status 3 when a person is needed and prints the",
      "commands that answer. Ctrl-C leaves the run going.",
      "",
      "Examples:",
      "  hubkeeper run prune-volumes --cluster ds-osu-test",
      "  hubkeeper run prune-volumes --cluster ds-osu-test --set graceDays=3 --detach"
    })
public final class RunCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;
  @Mixin private InputFlags flags;

  @Option(names = "--detach", description = "Start it, print its id and return.")
  private boolean detach;

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Context context = root.context();
    RunbookInfo runbook = flags.runbook(context);
    ObjectNode input = flags.input(context, false);
    try (Runs runs = new Runs(root)) {
      RunRef run = runs.client().start(runbook, input);
      if (detach) {
        started(context, run);
        return Exit.DONE;
      }
      boolean ask = context.console().interactive() && output == Output.text;
      if (output == Output.text) {
        context.console().out().println(runbook.name() + " started: " + run);
      }
      Answers answers = ask ? new Asker(context, runs.client()) : Answers.nobody();
      return new Following(context, runs, output).until(run, !ask, answers);
    }
  }

  private void started(Context context, RunRef run) {
    if (output == Output.json) {
      ObjectNode json = Json.MAPPER.createObjectNode();
      json.put("workflowId", run.workflowId()).put("runId", run.runId());
      context.console().out().println(RunJson.text(json));
      return;
    }
    context.console().out().println(run.workflowId());
    context.console().err().println("Follow it with: hubkeeper watch '" + run + "'");
  }
}
