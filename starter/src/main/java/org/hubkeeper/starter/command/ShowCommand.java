package org.hubkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.runs.RunView;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.RunText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper show}. */
@Command(
    name = "show",
    description = "Show how a run stands: plan, steps, blockers, questions, decisions.",
    footer = {
      "",
      "Works with no worker alive, for runs that were terminated, and from the archive.",
      "",
      "Example:",
      "  hubkeeper show prune-volumes/ds-osu-test --output json"
    })
public final class ShowCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;

  @Parameters(paramLabel = "RUN", description = "Workflow id, run id or unique prefix.")
  private String run = "";

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "Where reports are kept after retention (or HUBKEEPER_ARCHIVE).")
  private String archive = "";

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Console console = root.context().console();
    try (Runs runs = new Runs(root, archive)) {
      RunView view = runs.read(run);
      if (output == Output.json) {
        ObjectNode json = RunJson.of(view.report());
        json.put("source", view.source().name().toLowerCase(Locale.ROOT));
        console.out().println(RunJson.text(json));
        return Exit.DONE;
      }
      new RunText(console.colour(), console.width(), ZoneId.systemDefault())
          .lines(view.report(), Instant.now())
          .forEach(console.out()::println);
      if (view.source() != RunView.Source.RUN && view.source() != RunView.Source.RESULT) {
        console.out().println(console.colour().faint("Read from " + view.source().words() + "."));
      }
      return Exit.DONE;
    }
  }
}
