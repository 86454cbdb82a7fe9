package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Sample.SamplePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fits where people look. */
class MarkdownTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @Test
  void theLiveTextIsNeverTooLongForTheUiAndKeepsTheQuestion() {
    Report huge = report(200, "ü".repeat(400), 1000, Status.WAITING);

    String text = Markdown.live(huge);

    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(30_000);
    assertThat(text).contains("Question q1: Delete?").contains("\"questionId\": \"q1\"");
  }

  @Test
  void theLiveTextTellsWhatIsWaitedForAndSinceWhen() {
    assertThat(Markdown.live(report(1, "", 1, Status.WAITING)))
        .startsWith(
            "**sample of demo: WAITING** for a decision since 2026-11-21 08:00 UTC, without a"
                + " limit");
  }

  @Test
  void theReportTellsEverySectionThatHasSomething() {
    assertThat(Markdown.report(report(1, "note", 2, Status.FAILED)))
        .contains("# sample of demo: FAILED", "`wf` (`run`)", "### Plan", "DELETE t0: gone")
        .contains("`DONE` Step 0 in 0.0 s: note", "pod a is held by budget b", "### Left over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "漢", "👩", "a👩"})
  void keywordsAreCutToWhatTheServerTakes(String letter) {
    String cut = Board.cut(letter.repeat(400));

    assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
    assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(cut);
    assertThat(Board.cut(letter)).isEqualTo(letter);
  }

  private static Report report(int steps, String note, int changes, Status status) {
    Blocker blocker = new Blocker("pod a", "budget b", NOW, "wait");
    return new Report(
        "sample",
        "demo",
        "wf",
        "run",
        "alex",
        status,
        "a decision: Delete?",
        NOW,
        PlanView.of(
            new SamplePlan(
                IntStream.range(0, changes)
                    .mapToObj(i -> new Change(Change.Verb.DELETE, "t" + i, "gone"))
                    .toList(),
                List.of())),
        IntStream.range(0, steps)
            .mapToObj(
                i -> new Step("Step " + i, Step.State.DONE, NOW, NOW, 1, note, List.of(blocker)))
            .toList(),
        0,
        List.of(
            new Question(
                "q1",
                "run",
                "Delete?",
                List.of("a line"),
                List.of(Answer.APPROVE, Answer.REJECT),
                "abc",
                List.of(),
                1,
                0,
                List.of(),
                false,
                NOW)),
        List.of(),
        List.of(),
        List.of("something"),
        List.of(),
        "",
        "abc",
        NOW,
        NOW);
  }
}
