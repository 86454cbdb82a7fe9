package org.hubkeeper.starter;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Pause;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.kernel.Step.State;

/** A run in which everything that can be shown occurs. */
public final class Fixture {

  public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  public static final Instant NOW = START.plusSeconds(400);

  private Fixture() {}

  public static PlanView plan() {
    return new PlanView(
        "3fa2c1d4e5f6",
        List.of(
            new Change(Verb.DELETE, "vol-0a1", "after a snapshot", "40 GiB, 3.20 USD a month"),
            new Change(Verb.DELETE, "vol-0a2", "after a snapshot", "10 GiB, 0.80 USD a month"),
            new Change(Verb.DELETE, "vol-0b1", "without a snapshot", ""),
            new Change(Verb.UPDATE, "vol-0c1", "name it ds100/claim", ""),
            new Change(Verb.CREATE, "snap of vol-0b2", "")),
        7,
        List.of("a", "b"),
        List.of(
            new Finding("UNREACHABLE", true, "cluster ds-osu can't be asked"),
            new Finding("FOREIGN", false, "vol-0f0 belongs to <another> cluster")),
        List.of("saves 4.00 USD a month"));
  }

  public static Report report() {
    Blocker blocker =
        new Blocker("vol-0a1", "snapshot snap-1", START.plusSeconds(60), "wait until it is done");
    return new Report(
        "prune-volumes",
        "ds-osu-test",
        "prune-volumes/ds-osu-test/20261121-100000-abcd",
        "0190-run",
        "alex",
        Status.WAITING,
        "a decision: Delete 3 volumes?",
        START.plusSeconds(30),
        plan(),
        List.of(
            step("Read the fleet file", State.DONE, 1, 1, "", List.of()),
            step("Look for volumes", State.DONE, 95, 3, "12 pages", List.of()),
            step("Snapshot", State.WAITING, 0, 4, "held up", List.of(blocker)),
            step("Tag", State.SKIPPED, 0, 0, "nothing to tag", List.of()),
            step("Delete", State.FAILED, 7, 1, "FORBIDDEN: ec2:DeleteVolume", List.of())),
        0,
        List.of(question()),
        List.of(
            new Decision(
                "q1", "", "old", Answer.APPROVE, "kim", "", "temporal-ui", START, "stale plan"),
            new Decision("q2", "", "", Answer.RETRY, "sam", "quota raised", "slack", NOW, "")),
        List.of(new Pause(new Actor("kim", "exam", "terminal"), START.plusSeconds(20))),
        List.of("lock/ds-osu-test/volumes"),
        List.of("vol-0a1: snapshot made"),
        "",
        "1a2b3c",
        START,
        Instant.EPOCH);
  }

  public static Question question() {
    return new Question(
        "q3",
        "0190-run",
        "Delete 3 volumes?",
        List.of("vol-0a1 40 GiB", "vol-0a2 10 GiB"),
        List.of(Answer.APPROVE, Answer.REJECT),
        "3fa2c1d4e5f6",
        List.of(List.of("owner", "admin")),
        2,
        1,
        List.of("terminal", "slack"),
        true,
        START.plusSeconds(30));
  }

  private static Step step(
      String name, State state, int seconds, int attempts, String note, List<Blocker> blockers) {
    boolean open = state == State.WAITING;
    return new Step(
        name,
        state,
        START,
        open ? Instant.EPOCH : START.plusSeconds(seconds),
        attempts,
        note,
        blockers);
  }
}
