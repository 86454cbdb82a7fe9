package org.hubkeeper.rehearsal.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.terminal.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper rehearse}. */
@Command(
    name = "rehearse",
    subcommands = RehearseStopCommand.class,
    description =
        "Run a runbook in a simulated world on this machine: no account, no cluster, no risk.",
    footer = {
      "",
      "Faults: throttle, error, lost-reply, slow, timeout as KIND:SERVICE:OPERATION[:COUNT|:RATE%%],",
      "with * for any; kill-worker, kill-temporal as KIND@STEP.",
      "",
      "Examples:",
      "  hubkeeper rehearse prune-volumes",
      "  hubkeeper rehearse prune-volumes --scenario foreign --yes",
      "  hubkeeper rehearse add-node-group --yes",
      "  hubkeeper rehearse prune-volumes --yes --fault lost-reply:ec2:DeleteVolume:2",
      "  hubkeeper rehearse prune-volumes --keep    # leave the world running",
      "  hubkeeper rehearse stop                    # and end it"
    })
public final class RehearseCommand implements Callable<Integer> {

  /** In which form the run is printed. */
  enum Output {
    text,
    json
  }

  @ParentCommand private HubkeeperCommand root;

  @Parameters(arity = "0..1", paramLabel = "RUNBOOK", description = "Name of the runbook.")
  private String runbook = "";

  @Option(names = "--scenario", paramLabel = "NAME", description = "The state before the run.")
  private String scenario = "";

  @Option(
      names = "--fleet",
      paramLabel = "FILE",
      description = "Your fleet file; its clusters are simulated, none is touched.")
  private Path fleet;

  @Option(names = "--cluster", paramLabel = "NAME", description = "A cluster of the fleet file.")
  private String cluster = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A field of the input; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--fault", paramLabel = "SPEC", description = "A fault; may be repeated.")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--yes", description = "Answer every question, as as many people as needed.")
  private boolean yes;

  @Option(names = "--keep", description = "Leave the world running and say how to look around.")
  private boolean keep;

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: text).")
  private Output output = Output.text;

  /** Checks everything that can be checked, then starts the world, then the run. */
  @Override
  public Integer call() {
    Context context = root.context();
    if (runbook.isEmpty()) {
      throw CommandFailure.usage(
          "RUNBOOK is missing; can be rehearsed: " + String.join(", ", WorldSpec.runbooks()));
    }
    RehearsalRequest request =
        RehearsalRequest.read(
            new RehearsalRequest.Typed(runbook, scenario, fleet, cluster, settings, faults),
            context);
    Console console = context.console();
    boolean json = output == Output.json;
    PrintStream told = json ? console.err() : console.out();
    Cache cache = Cache.of(context.environment());
    try (Narrator narrator = new Narrator(told);
        Stage stage = Stage.enter(request, keep, cache, narrator)) {
      return new Rehearsal(context, stage, new Told(narrator, cache, json)).perform(request, yes);
    }
  }
}
