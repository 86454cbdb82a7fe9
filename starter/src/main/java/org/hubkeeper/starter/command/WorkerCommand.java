package org.hubkeeper.starter.command;

import org.hubkeeper.starter.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in the help for {@code hubkeeper worker}, which the launcher carries out itself. */
@Command(
    name = "worker",
    description = "Carry out runbooks: `hubkeeper worker --config FILE`.",
    footer = {"", "Example:", "  hubkeeper worker --config worker.yaml"})
public final class WorkerCommand implements Runnable {

  @Parameters(hidden = true, arity = "0..*")
  private java.util.List<String> ignored = java.util.List.of();

  @Override
  public void run() {
    throw CommandFailure.usage(
        "worker: must be the first word, as in `hubkeeper worker --config FILE` (given: "
            + ignored
            + ")");
  }
}
