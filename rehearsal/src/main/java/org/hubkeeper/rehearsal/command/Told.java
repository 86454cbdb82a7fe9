package org.hubkeeper.rehearsal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.world.WorldAddress;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.RunText;
import org.hubkeeper.workflows.kernel.Markdown;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.report.HtmlReport;

/**
 * What people and programs are told at the end of a rehearsal.
 *
 * @param json whether standard output is for a program
 */
record Told(Narrator narrator, Cache cache, boolean json) {

  /** Prints the report, writes its files, says what was not real. */
  void report(Report report, WorldPlan plan, WorldAddress world, Console console) {
    ObjectNode data = data(report, plan, world);
    Path files = write(report, data);
    data.put("reports", files.toString());
    if (json) {
      console.out().println(RunJson.text(data));
      return;
    }
    console.out().println();
    new RunText(console.colour(), console.width(), ZoneId.systemDefault())
        .lines(report, Instant.now())
        .forEach(console.out()::println);
    narrator.say("");
    narrator.say("Simulated:");
    plan.simulated().forEach(part -> narrator.say("  %s", part));
    narrator.say("Report: %s", files.resolve("report.html"));
    narrator.say("        %s", files.resolve("report.md"));
  }

  private static ObjectNode data(Report report, WorldPlan plan, WorldAddress world) {
    ObjectNode data = RunJson.of(report);
    ArrayNode simulated = data.putArray("simulated");
    plan.simulated().forEach(simulated::add);
    data.put("scenario", world.scenario());
    data.put("temporalUi", world.ui());
    return data;
  }

  private Path write(Report report, ObjectNode data) {
    Path directory =
        cache.directory("reports").resolve(report.workflowId().replaceAll("[^A-Za-z0-9-]", "-"));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("report.json"), RunJson.text(data));
      Files.writeString(directory.resolve("report.md"), Markdown.report(report));
      Files.writeString(directory.resolve("report.html"), HtmlReport.of(report));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report into " + directory, e);
    }
  }

  /** How to look around in a world that goes on. */
  void kept(WorldAddress world) {
    String region = world.clusters().get(0).region();
    narrator.say("");
    narrator.say("The world goes on. In it:");
    narrator.say("  Temporal UI  %s", world.ui());
    narrator.say("  aws          export AWS_ENDPOINT_URL=%s AWS_REGION=%s", world.aws(), region);
    narrator.say("               export AWS_ACCESS_KEY_ID=visitor AWS_SECRET_ACCESS_KEY=visitor");
    narrator.say("               aws ec2 describe-volumes");
    world
        .controlPlanes()
        .forEach(
            (name, plane) ->
                narrator.say("  kubectl      kubectl --kubeconfig %s get pv", plane.kubeconfig()));
    narrator.say("  hubkeeper    export TEMPORAL_ADDRESS=%s", world.temporal());
    narrator.say("               ./hubkeeper list");
    narrator.say("  logs         %s", world.directory());
    narrator.say("`./hubkeeper rehearse %s` uses it again;", world.runbook());
    narrator.say("`./hubkeeper rehearse stop` ends it.");
  }
}
