package org.hubkeeper.rehearsal.command;

import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.rehearsal.fault.CallFault;
import org.hubkeeper.rehearsal.fault.FaultWatcher;
import org.hubkeeper.rehearsal.fault.HelmStandIn;
import org.hubkeeper.rehearsal.fault.ProcessFault;
import org.hubkeeper.rehearsal.people.NamePublisher;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.connect.ServerFailure;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.follow.Answers;
import org.hubkeeper.starter.follow.Asker;
import org.hubkeeper.starter.follow.AutoAnswer;
import org.hubkeeper.starter.follow.Follow;
import org.hubkeeper.starter.follow.LiveView;
import org.hubkeeper.starter.follow.PlainView;
import org.hubkeeper.starter.follow.View;
import org.hubkeeper.starter.runs.ArchiveFiles;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunReader;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.kernel.Report;

/** One run in a world: faults, the run itself, its report. */
final class Rehearsal {

  private final Context context;
  private final Stage stage;
  private final Told told;
  private final SimulatedAws aws;
  private final HelmStandIn helm;

  Rehearsal(Context context, Stage stage, Told told) {
    this.context = context;
    this.stage = stage;
    this.told = told;
    this.aws = new SimulatedAws(stage.address().aws());
    this.helm = new HelmStandIn(stage.address().file(HelmStandIn.DIRECTORY));
  }

  /** Returns the exit status. */
  int perform(RehearsalRequest request, boolean yes) {
    told.narrator().say("Temporal UI: %s", stage.address().ui());
    Report report;
    try (TemporalConnection connection =
        TemporalConnection.to(stage.address().temporal(), TemporalServer.NAMESPACE)) {
      RunClient client = new RunClient(connection);
      new Prologue(context, stage, told).perform(request, client);
      arm(request);
      report = run(request, client, yes);
    }
    told.report(report, request.plan(), stage.address(), context.console());
    tellFaults(request);
    tellHowToGoOn(report);
    return exit(report);
  }

  private void arm(RehearsalRequest request) {
    aws.faults(
        request.callFaults().stream()
            .filter(fault -> !fault.ofHelm())
            .map(CallFault::forSimulator)
            .toList());
    helm.faults(request.callFaults().stream().filter(CallFault::ofHelm).toList());
  }

  private Report run(RehearsalRequest request, RunClient client, boolean yes) {
    RunReader reader =
        new RunReader(client, context.catalogue(), new ArchiveFiles(Optional.empty()));
    RunRef run = client.start(request.runbook(), request.input());
    told.narrator().say("Run: %s", run.workflowId());
    told.narrator().say("");
    Answers answers = answers(client, yes);
    try (FaultWatcher watcher =
            new FaultWatcher(request.processFaults(), () -> progress(client, run), this::strike);
        NamePublisher publisher = publisher(request, client, run)) {
      Follow follow = new Follow(client, reader, view(yes), answers, Clock.systemUTC());
      Report report = follow.until(run);
      watcher
          .waiting()
          .forEach(fault -> told.narrator().say("Fault %s: no such step came.", fault.text()));
      return report;
    }
  }

  /** Null where no person publishes names. */
  private NamePublisher publisher(RehearsalRequest request, RunClient client, RunRef run) {
    return request.plan().about().namesByHand()
        ? new NamePublisher(
            () -> progress(client, run), aws, line -> told.narrator().say("%s", line))
        : null;
  }

  private Answers answers(RunClient client, boolean yes) {
    if (yes) {
      FleetFile fleet = FleetText.parsed(stage.address().fleet(), context);
      return new AutoAnswer(client, fleet.team(), WorldSpec.preferred(stage.address().scenario()));
    }
    return context.console().interactive() && !told.json()
        ? new Asker(context, client)
        : Answers.nobody();
  }

  private View view(boolean yes) {
    Console console = context.console();
    return console.interactive() && !told.json()
        ? new LiveView(console, Clock.systemUTC(), false)
        : new PlainView(told.json() ? console.err() : console.out(), Clock.systemUTC());
  }

  private void strike(ProcessFault fault) {
    stage.address().kill(fault.process());
    told.narrator().say("Fault %s: killed.", fault.text());
  }

  /** The server, too, may be down because of a fault. */
  private static Optional<Report> progress(RunClient client, RunRef run) {
    try {
      return client.progress(run);
    } catch (StatusRuntimeException e) {
      if (ServerFailure.passing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void tellFaults(RehearsalRequest request) {
    List<CallFault> asked = request.callFaults();
    if (!asked.isEmpty()) {
      aws.faults()
          .forEach(
              fault ->
                  told.narrator()
                      .say(
                          "Fault %s:%s:%s has hit %d of %d calls.",
                          fault.path("kind").asText(),
                          fault.path("service").asText(),
                          fault.path("operation").asText(),
                          fault.path("fired").asInt(),
                          fault.path("seen").asInt()));
      helm.struck().forEach(line -> told.narrator().say("Fault of helm: %s.", line));
      aws.faults(List.of());
    }
  }

  private void tellHowToGoOn(Report report) {
    if (stage.kept()) {
      told.kept(stage.address());
    } else if (report.status().open()) {
      told.narrator()
          .say(
              "Nobody is here to answer, and the world ends now: say --yes to have every question"
                  + " answered, or --keep to answer from elsewhere.");
    } else {
      told.narrator().say("The world ends now; --keep lets it go on, to look around in.");
    }
  }

  private static int exit(Report report) {
    return switch (report.status()) {
      case COMPLETED -> Exit.DONE;
      case RUNNING, WAITING, PAUSED -> Exit.WAITING;
      case ABORTED, FAILED, TERMINATED, TIMED_OUT -> Exit.FAILED;
    };
  }
}
