package org.hubkeeper.starter.command;

import java.util.concurrent.Callable;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.follow.Answers;
import org.hubkeeper.starter.runs.RunRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper watch}. */
@Command(
    name = "watch",
    description = "Follow a run; its questions show with the commands that answer them.",
    footer = {"", "Example:", "  hubkeeper watch prune-volumes/ds-osu-test"})
public final class WatchCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;

  @Parameters(paramLabel = "RUN", description = "Workflow id, run id or unique prefix.")
  private String run = "";

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Context context = root.context();
    try (Runs runs = new Runs(root)) {
      RunRef found = runs.find(run);
      boolean person = context.console().interactive() && output == Output.text;
      return new Following(context, runs, output)
          .until(found, true, person ? Answers.elsewhere() : Answers.nobody());
    }
  }
}
