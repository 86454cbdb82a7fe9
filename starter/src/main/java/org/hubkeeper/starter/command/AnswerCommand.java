package org.hubkeeper.starter.command;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Question.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hubkeeper answer}: for questions that offer more than yes, no or once more. */
@Command(
    name = "answer",
    description = "Answer a question of a run by one of the words that it offers.",
    footer = {
      "",
      "The question says what each word means (`show` prints it). What lets something",
      "be changed needs --plan HASH, the plan that was read, where there is no terminal.",
      "",
      "Examples:",
      "  hubkeeper answer upgrade/ds-osu-test wait --why 'spawns look slow'",
      "  hubkeeper answer upgrade/ds-osu-test roll-back --plan 3fa2c1d4e5f6"
    })
public final class AnswerCommand extends ConsentCommand {

  @Parameters(index = "1", paramLabel = "ANSWER", description = "One of the words offered.")
  private String word = "";

  public AnswerCommand() {
    super(Answer.APPROVE);
  }

  @Override
  Answer wanted() {
    String typed = word.toLowerCase(Locale.ROOT).replace('_', '-');
    return Stream.of(Answer.values())
        .filter(answer -> answer.word().equals(typed))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    word
                        + ": unknown answer; known: "
                        + Stream.of(Answer.values())
                            .map(Answer::word)
                            .collect(Collectors.joining(", "))));
  }
}
