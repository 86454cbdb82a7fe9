package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users on an old pool are waited for. */
class UserWaitTest extends UpgradeTest {

  /** Once a call was given up while it waited to be tried again, the server skips no more time. */
  @AfterEach
  void anotherServer() {
    stopTemporal();
    startTemporal();
  }

  @Test
  void usersAreWaitedForWithAWordEachDayAndNobodyIsSentAway() {
    policy(0, 3, false);
    provider.pools.get("user").users = 2;
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    run.until(report -> notices("day 1 of 3"));
    assertThat(run.progress().waitingFor()).isEmpty();
    assertThat(temporal.office.lockLog)
        .contains("free lock/" + own + "/control-plane", "free lock/" + own + "/components")
        .doesNotContain("free lock/" + own + "/pool/user");
    provider.pools.get("user").users = 0;

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes("evict")).isEmpty();
    assertThat(journal.writes("stop")).isEmpty();
  }

  @Test
  void afterTheDateAPersonSeesWhoIsLeftAndDecides() {
    policy(0, 1, false);
    provider.pools.get("user").users = 2;
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    Question question = run.question();
    assertThat(question.text()).startsWith("2 servers of users are still on pool user");
    assertThat(question.allowed())
        .containsExactly(Answer.WAIT, Answer.NOTIFY, Answer.EVICT, Answer.ABORT);
    assertThat(question.details())
        .contains("server server0 of bio-ns on node-1 since 1970-01-01T00:00:00Z");
    run.answer(question, Answer.NOTIFY, SAM);
    answer(run, "2 servers of users", Answer.EVICT);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes)
        .containsSubsequence(
            "close user by TAINT",
            "announce in bio",
            "stop [server0, server1] in bio",
            "silence in bio",
            "remove user");
  }

  private static boolean notices(String text) {
    return temporal.office.told.stream().map(Notices.Notice::text).anyMatch(t -> t.contains(text));
  }
}
