package org.hubkeeper.starter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.hubkeeper.starter.command.AbortCommand;
import org.hubkeeper.starter.command.AnswerCommand;
import org.hubkeeper.starter.command.ApproveCommand;
import org.hubkeeper.starter.command.CompletionCommand;
import org.hubkeeper.starter.command.DoctorCommand;
import org.hubkeeper.starter.command.ListCommand;
import org.hubkeeper.starter.command.PauseCommand;
import org.hubkeeper.starter.command.PlanCommand;
import org.hubkeeper.starter.command.RejectCommand;
import org.hubkeeper.starter.command.ReportCommand;
import org.hubkeeper.starter.command.ResumeCommand;
import org.hubkeeper.starter.command.RetryCommand;
import org.hubkeeper.starter.command.RunCommand;
import org.hubkeeper.starter.command.RunbooksCommand;
import org.hubkeeper.starter.command.ShowCommand;
import org.hubkeeper.starter.command.WatchCommand;
import org.hubkeeper.starter.command.WorkerCommand;
import picocli.CommandLine;

/**
 * The commands there are. Only the one that is typed is made: picocli looks through every command
 * that it is given, and a list should appear in an instant.
 */
final class Commands {

  private static final Map<String, Supplier<Object>> OWN = own();

  private Commands() {}

  /** The command line for these words: with one command, or with all when none is known. */
  static CommandLine lineFor(Context context, String... words) {
    CommandLine line = new CommandLine(new HubkeeperCommand(context));
    String typed = typed(words);
    if (OWN.containsKey(typed) && !typed.equals("completion")) {
      line.addSubcommand(typed, OWN.get(typed).get());
      return line;
    }
    for (Subcommand other : ServiceLoader.load(Subcommand.class)) {
      line.addSubcommand(other.command());
    }
    OWN.forEach((name, command) -> line.addSubcommand(name, command.get()));
    return line;
  }

  /** The first word that is neither a flag nor the value of one. */
  private static String typed(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("--address")
          || words[i].equals("--namespace")
          || words[i].equals("--profile")) {
        i++;
      } else if (!words[i].startsWith("-")) {
        return words[i];
      }
    }
    return "";
  }

  private static Map<String, Supplier<Object>> own() {
    Map<String, Supplier<Object>> own = new LinkedHashMap<>();
    own.put("plan", PlanCommand::new);
    own.put("run", RunCommand::new);
    own.put("list", ListCommand::new);
    own.put("show", ShowCommand::new);
    own.put("watch", WatchCommand::new);
    own.put("report", ReportCommand::new);
    own.put("approve", ApproveCommand::new);
    own.put("reject", RejectCommand::new);
    own.put("retry", RetryCommand::new);
    own.put("abort", AbortCommand::new);
    own.put("answer", AnswerCommand::new);
    own.put("pause", PauseCommand::new);
    own.put("resume", ResumeCommand::new);
    own.put("runbooks", RunbooksCommand::new);
    own.put("doctor", DoctorCommand::new);
    own.put("worker", WorkerCommand::new);
    own.put("completion", CompletionCommand::new);
    return own;
  }
}
