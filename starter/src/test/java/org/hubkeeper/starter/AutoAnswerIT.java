package org.hubkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.starter.follow.AutoAnswer;
import org.hubkeeper.starter.follow.Follow;
import org.hubkeeper.starter.follow.View;
import org.hubkeeper.starter.runs.ArchiveFiles;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunReader;
import org.hubkeeper.starter.tiny.Tiny;
import org.hubkeeper.starter.tiny.TinyImpl;
import org.hubkeeper.starter.tiny.TinyWorld;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code --yes}: a client that answers as anyone would. */
class AutoAnswerIT {

  private final TinyWorld world = new TinyWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void itApprovesAsAsManyPeopleOfThePolicyAsNeededAndIsMarked() {
    Report report = follow(2, TinyImpl.TEAM);

    assertThat(report.status()).isEqualTo(Report.Status.COMPLETED);
    assertThat(report.decisions()).extracting(Decision::who).containsExactly("sam", "kim");
    assertThat(report.decisions()).extracting(Decision::why).containsOnly("--yes");
    assertThat(report.decisions()).extracting(Decision::refused).containsOnly("");
  }

  @Test
  void itRetriesAFailedStepOnce() {
    world.shelves.refuse(1);

    Report report = follow(1, TinyImpl.TEAM);

    assertThat(report.status()).isEqualTo(Report.Status.COMPLETED);
    assertThat(answers(report)).containsExactly(Answer.APPROVE, Answer.RETRY);
  }

  @Test
  void itAbortsAStepThatFailsAgain() {
    world.shelves.refuse(9);

    Report report = follow(1, TinyImpl.TEAM);

    assertThat(report.status()).isEqualTo(Report.Status.ABORTED);
    assertThat(answers(report)).containsExactly(Answer.APPROVE, Answer.RETRY, Answer.ABORT);
  }

  @Test
  void aTeamThatMayNotApproveIsToldAndNothingIsForged() {
    List<Person> operators = List.of(new Person("alex", List.of("operator")));

    assertThatThrownBy(() -> follow(2, operators))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nobody left who may approve q1")
        .hasMessageContaining("owner");
  }

  private Report follow(int people, List<Person> team) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.put("cluster", "library").put("people", people).put("requester", "alex");
    RunClient client = world.runs();
    RunReader reader =
        new RunReader(client, List.of(Tiny.INFO), new ArchiveFiles(Optional.empty()));
    return new Follow(client, reader, View.none(), new AutoAnswer(client, team), Clock.systemUTC())
        .until(client.start(Tiny.INFO, input));
  }

  private static List<Answer> answers(Report report) {
    return report.decisions().stream().map(Decision::answer).toList();
  }
}
