package org.hubkeeper.starter.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.hubkeeper.starter.Fixture;
import org.hubkeeper.starter.Golden;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.runs.RunRow;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Test;

class TerminalTextTest {

  @Test
  void aPlanIsGroupedByWhatIsDone() {
    List<String> lines = new PlanText(Colour.OFF, false).lines(Fixture.plan());

    Golden.check("plan.txt", String.join("\n", lines));
  }

  @Test
  void aPlanInColourDiffersInColourOnly() {
    String colour = String.join("\n", new PlanText(Colour.ON, false).lines(Fixture.plan()));
    String plain = String.join("\n", new PlanText(Colour.OFF, false).lines(Fixture.plan()));

    assertThat(colour).contains("\u001b[31m- DELETE".replace("- ", ""), "\u001b[32m");
    assertThat(colour.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
  }

  @Test
  void anEmptyPlanSaysSo() {
    PlanView empty = new PlanView("0", List.of(), 0, List.of(), List.of(), List.of());

    assertThat(new PlanText(Colour.OFF, false).lines(empty))
        .containsExactly("Plan 0: nothing to do");
  }

  @Test
  void aRunShowsStateStepsBlockersQuestionsAndDecisions() {
    List<String> lines =
        new RunText(Colour.OFF, 100, ZoneOffset.UTC).lines(Fixture.report(), Fixture.NOW);

    Golden.check("run.txt", String.join("\n", lines));
  }

  @Test
  void aQuestionNamesWhoMayAnswerAndTheCommandsThatDo() {
    QuestionText text = new QuestionText(Colour.OFF);

    assertThat(text.lines(Fixture.question()))
        .contains(
            "  plan 3fa2c1d4e5f6; 1 of 2 people have approved; by owner or admin;"
                + " not by who asked for the run; counts only from terminal, slack");
    assertThat(text.commands("a/b/c", Fixture.question()))
        .containsExactly(
            "hubkeeper approve 'a/b/c' --question q3 --plan 3fa2c1d4e5f6",
            "hubkeeper reject 'a/b/c' --question q3");
  }

  @Test
  void aListFitsItsColumnsToTheIds() {
    RunRow waiting = row("prune-volumes/a/1", Status.WAITING, "a decision: Delete 3 volumes?");
    RunRow done = row("prune-volumes/ds-osu-test/2", Status.COMPLETED, "");

    List<String> lines = new RunTable(Colour.OFF, 90).lines(List.of(waiting, done), Fixture.NOW);

    Golden.check("list.txt", String.join("\n", lines));
  }

  @Test
  void durationsAreReadableAtEverySize() {
    assertThat(List.of(400L, 12_000L, 200_000L, 18_120_000L, 400_000_000L))
        .extracting(millis -> Words.duration(Duration.ofMillis(millis)))
        .containsExactly("0.4 s", "12 s", "3 min 20 s", "5 h 2 min", "4 days");
  }

  private static RunRow row(String id, Status status, String waitingFor) {
    return new RunRow(
        "prune-volumes",
        "a",
        new RunRef(id, "r"),
        status,
        waitingFor,
        Fixture.START,
        status.open() ? Instant.EPOCH : Fixture.NOW);
  }
}
