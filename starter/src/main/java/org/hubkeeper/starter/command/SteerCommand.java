package org.hubkeeper.starter.command;

import java.util.concurrent.Callable;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What {@code pause} and {@code resume} have in common. */
abstract class SteerCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;

  @Parameters(paramLabel = "RUN", description = "Workflow id, run id or unique prefix.")
  private String run = "";

  @Option(names = "--why", paramLabel = "TEXT", description = "The reason, kept in the report.")
  private String why = "";

  @Override
  public Integer call() {
    Context context = root.context();
    try (Runs runs = new Runs(root)) {
      RunRef found = runs.open(run);
      send(runs.client(), found, context.actor(why));
      context.console().out().println(said(found));
      return Exit.DONE;
    }
  }

  abstract void send(RunClient client, RunRef found, Actor by);

  abstract String said(RunRef found);
}
