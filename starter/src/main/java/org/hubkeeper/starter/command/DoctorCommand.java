package org.hubkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hubkeeper.fleet.ClusterEntry;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.doctor.Diagnosis;
import org.hubkeeper.starter.doctor.Diagnosis.Level;
import org.hubkeeper.starter.doctor.ServerChecks;
import org.hubkeeper.starter.doctor.ToolChecks;
import org.hubkeeper.starter.doctor.WorkerChecks;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.runs.Pollers;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.Words;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper doctor}. */
@Command(
    name = "doctor",
    description = "Check Temporal, workers, pools, tools and leftovers; name each remedy.",
    footer = {"", "Example:", "  hubkeeper doctor --fleet examples/ds-osu/fleet.yaml"})
public final class DoctorCommand implements Callable<Integer> {

  private static final int SUBJECT = 20;

  @ParentCommand private HubkeeperCommand root;

  @Option(
      names = "--fleet",
      paramLabel = "FILE",
      description = "Fleet file whose pools are checked (or HUBKEEPER_FLEET).")
  private String fleet = "";

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Context context = root.context();
    List<Diagnosis> found = new ArrayList<>(new ToolChecks(context.environment()).all());
    Optional<List<String>> pools = pools(context, found);
    found.addAll(server(context, pools));
    found.add(
        new Diagnosis(
            Level.NOTE,
            "credentials",
            "are the workers' own and not known here",
            "`hubkeeper plan RUNBOOK --cluster NAME` tries them and changes nothing"));
    print(context, found);
    boolean bad = found.stream().anyMatch(diagnosis -> diagnosis.level() == Level.BAD);
    return bad ? Exit.FAILED : Exit.DONE;
  }

  private List<Diagnosis> server(Context context, Optional<List<String>> pools) {
    List<String> types = context.catalogue().stream().map(RunbookInfo::type).toList();
    try (TemporalConnection connection = root.connect()) {
      List<Diagnosis> found =
          new ArrayList<>(new ServerChecks(connection).all(types, Instant.now()));
      if (found.stream()
          .noneMatch(
              diagnosis ->
                  diagnosis.subject().equals("namespace") && diagnosis.level() == Level.BAD)) {
        found.addAll(new WorkerChecks(new Pollers(connection)).all(pools));
      }
      return found;
    } catch (CommandFailure e) {
      String[] problemAndRemedy = e.getMessage().split("; ", 2);
      return List.of(
          new Diagnosis(
              Level.BAD,
              "Temporal",
              problemAndRemedy[0],
              problemAndRemedy.length > 1 ? problemAndRemedy[1] : ""));
    }
  }

  private Optional<List<String>> pools(Context context, List<Diagnosis> found) {
    Optional<String> file =
        fleet.isEmpty() ? context.variable("HUBKEEPER_FLEET") : Optional.of(fleet);
    try {
      return file.map(
          f -> FleetFile.read(Path.of(f)).clusters().stream().map(ClusterEntry::pool).toList());
    } catch (FleetException e) {
      found.add(new Diagnosis(Level.BAD, "fleet file", e.getMessage(), ""));
      return Optional.empty();
    }
  }

  private void print(Context context, List<Diagnosis> found) {
    if (output == Output.json) {
      context.console().out().println(json(found));
      return;
    }
    Colour colour = context.console().colour();
    for (Diagnosis one : found) {
      context
          .console()
          .out()
          .println(
              "  "
                  + sign(one, colour)
                  + " "
                  + Words.padded(one.subject(), SUBJECT)
                  + "  "
                  + one.message());
      if (!one.remedy().isEmpty()) {
        context
            .console()
            .out()
            .println(" ".repeat(SUBJECT + 6) + colour.faint("→ " + one.remedy()));
      }
    }
  }

  private static String sign(Diagnosis one, Colour colour) {
    return switch (one.level()) {
      case GOOD -> colour.green("✔");
      case NOTE -> colour.faint("·");
      case WARNING -> colour.yellow("!");
      case BAD -> colour.red("✖");
    };
  }

  private static String json(List<Diagnosis> found) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    found.forEach(
        one ->
            array
                .addObject()
                .put("level", one.level().name())
                .put("subject", one.subject())
                .put("message", one.message())
                .put("remedy", one.remedy()));
    return RunJson.text(array);
  }
}
