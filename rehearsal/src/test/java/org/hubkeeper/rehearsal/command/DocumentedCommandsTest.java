package org.hubkeeper.rehearsal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.command.RehearsalRequest.Typed;
import org.hubkeeper.rehearsal.docs.DocumentedCommand;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.command.InputFlags;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every command that the documentation and the help pages show would be understood. */
class DocumentedCommandsTest {

  @TestFactory
  Stream<DynamicTest> everyShownCommandIsUnderstood() throws IOException {
    List<DocumentedCommand> all = DocumentedCommand.all();
    assertThat(all).hasSizeGreaterThan(40);
    return all.stream()
        .map(one -> DynamicTest.dynamicTest(one.toString(), () -> understand(one.words())));
  }

  @Test
  void whatWouldBeRefusedIsFound() {
    refused("plan prune-volumes --clutser NAME", "clutser");
    refused("plan prune-volume --cluster NAME", "prune-volume");
    refused("run prune-volumes --cluster NAME --set minAge=3", "minAge");
    refused("rehearse prune-volumes --scenario foriegn", "foriegn");
    refused("rehearse prune-volumes --fault lost-replies:ec2:DeleteVolume", "lost-replies");
    refused("rehearse prune-volumes --set graceDays=-1", "graceDays");
    refused("list --state WAITS", "WAITS");
    refused("worker --conf worker.yaml", "--conf");
    refused("lst", "lst");
    refused("runbooks prune", "prune");
  }

  /** A line that picocli has broken in two can't be pasted. */
  @Test
  void noExampleOfTheHelpIsBroken() {
    assertUnbroken(DocumentedCommand.line(List.of()));
  }

  private static void assertUnbroken(CommandLine command) {
    String shown = command.getUsageMessage(Ansi.OFF);
    Stream.of(command.getCommandSpec().usageMessage().footer())
        .filter(line -> line.startsWith("  "))
        .forEach(line -> assertThat(shown).contains(line));
    command.getSubcommands().values().forEach(DocumentedCommandsTest::assertUnbroken);
  }

  private static void refused(String words, String named) {
    assertThatThrownBy(() -> understand(List.of(words.split(" "))))
        .isInstanceOfAny(ParameterException.class, CommandFailure.class)
        .hasMessageContaining(named);
  }

  /** Parses and checks as the command itself would, and stops before it would do anything. */
  private static void understand(List<String> words) {
    if (!words.isEmpty() && words.get(0).equals("worker")) {
      org.hubkeeper.worker.Main.line()
          .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
      return;
    }
    CommandLine line = DocumentedCommand.line(words);
    ParseResult command = line.parseArgs(words.toArray(String[]::new));
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    if (!command.isUsageHelpRequested() && !command.isVersionHelpRequested()) {
      check(command, ((HubkeeperCommand) line.getCommand()).context());
    }
  }

  private static void check(ParseResult command, Context context) {
    switch (command.commandSpec().name()) {
      case "hubkeeper" -> throw new AssertionError("a command is missing");
      case "plan", "run" ->
          ((InputFlags) command.commandSpec().mixins().get("flags").userObject())
              .input(context, false);
      case "runbooks" -> {
        if (command.hasMatchedPositional(0)) {
          context.runbook(command.matchedPositionalValue(0, ""));
        }
      }
      case "rehearse" -> RehearsalRequest.read(typed(command), context);
      default -> {
        // Nothing more can be known without a server.
      }
    }
  }

  private static Typed typed(ParseResult command) {
    return new Typed(
        command.matchedPositionalValue(0, ""),
        command.matchedOptionValue("--scenario", ""),
        null,
        command.matchedOptionValue("--cluster", ""),
        command.matchedOptionValue("--set", List.of()),
        command.matchedOptionValue("--fault", List.of()));
  }
}
