package org.hubkeeper.rehearsal.command;

import java.util.concurrent.Callable;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.world.KeptWorld;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hubkeeper rehearse stop}. */
@Command(name = "stop", description = "End the world that a rehearsal with --keep left running.")
public final class RehearseStopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  /** Ending what is not there is no failure. */
  @Override
  public Integer call() {
    HubkeeperCommand root = (HubkeeperCommand) spec.root().userObject();
    Context context = root.context();
    boolean ended = new KeptWorld(Cache.of(context.environment())).stop();
    context.console().out().println(ended ? "The kept world has ended." : "No world is kept.");
    return Exit.DONE;
  }
}
