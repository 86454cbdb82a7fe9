package org.hubkeeper.rehearsal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.hubkeeper.rehearsal.people.NamePublisher;
import org.hubkeeper.rehearsal.people.NodeGroupEdit;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.follow.AutoAnswer;
import org.hubkeeper.starter.follow.Follow;
import org.hubkeeper.starter.follow.View;
import org.hubkeeper.starter.runs.ArchiveFiles;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunReader;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/**
 * What must have happened before a runbook that changes a living cluster: another runbook has made
 * it, from a definition that lacked what is added now. Once in a world.
 */
record Prologue(Context context, Stage stage, Told told) {

  private static final String DONE = "cluster-made";

  /** Returns once the cluster is there. */
  void perform(RehearsalRequest request, RunClient client) {
    Path done = stage.address().file(DONE);
    if (request.plan().spec().madeBy().isEmpty() || Files.exists(done)) {
      return;
    }
    RunbookInfo maker = context.runbook(request.plan().spec().madeBy().orElseThrow().runbook());
    NodeGroupEdit edit =
        NodeGroupEdit.of(
            stage.address().fleet(),
            request.plan().cluster(),
            request.input().path("nodeGroup").asText());
    edit.takeOut();
    RunRef run = client.start(maker, input(request.plan()));
    Report report =
        told.narrator()
            .during(
                "making the cluster, without %s, by %s".formatted(edit.group(), maker.name()),
                () -> step(client.progress(run)),
                () -> follow(run, request.plan(), client));
    if (report.status() != Status.COMPLETED) {
      throw CommandFailure.failed(
          "the cluster could not be made, %s: %s".formatted(report.status(), report.error()));
    }
    edit.putBack();
    told.narrator().say("A person adds %s to the definition and its priority.", edit.group());
    try {
      Files.createFile(done);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + done, e);
    }
  }

  private ObjectNode input(WorldPlan plan) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    plan.spec()
        .settings(plan.scenario())
        .forEach((key, value) -> input.set(key, Json.MAPPER.valueToTree(value)));
    return input.put("cluster", plan.cluster()).put("requester", context.user());
  }

  private static String step(Optional<Report> progress) {
    return progress.stream()
        .flatMap(report -> report.steps().stream())
        .filter(Step::open)
        .map(Step::name)
        .reduce("", (earlier, later) -> later);
  }

  private Report follow(RunRef run, WorldPlan plan, RunClient client) {
    RunReader reader =
        new RunReader(client, context.catalogue(), new ArchiveFiles(Optional.empty()));
    AutoAnswer answers =
        new AutoAnswer(client, FleetText.parsed(stage.address().fleet(), context).team());
    SimulatedAws aws = new SimulatedAws(stage.address().aws());
    try (NamePublisher publisher =
        plan.about().namesByHand()
            ? new NamePublisher(() -> client.progress(run), aws, line -> {})
            : null) {
      return new Follow(client, reader, View.none(), answers, Clock.systemUTC()).until(run);
    }
  }
}
