package org.hubkeeper.starter.follow;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/**
 * Says yes to plans as as many people as the policy wants, and tries a failed step once more before
 * it gives up. It answers through the same update as anyone and is marked in the report. Only a
 * rehearsal offers it.
 */
public final class AutoAnswer implements Answers {

  /** Why, in every decision of this kind. */
  public static final String WHY = "--yes";

  private final RunClient client;
  private final List<Person> team;
  private final Set<Answer> preferred;
  private final Set<String> retried = new HashSet<>();

  /** Answers as members of the team of the cluster's approval policy. */
  public AutoAnswer(RunClient client, List<Person> team) {
    this(client, team, Set.of());
  }

  /**
   * The same, of a mind of its own.
   *
   * @param preferred what it chooses instead of going on, where that is offered
   */
  public AutoAnswer(RunClient client, List<Person> team, Set<Answer> preferred) {
    this.client = client;
    this.team = List.copyOf(team);
    this.preferred = Set.copyOf(preferred);
  }

  @Override
  public Next to(RunRef run, Report report, Question question) {
    DecisionResult result = client.decide(run, decision(report, question));
    // Of two that answer at once, one comes too late; only a recorded refusal is final.
    if (!result.accepted() && client.progress(run).stream().anyMatch(r -> open(r, question))) {
      throw CommandFailure.failed("--yes: " + question.text() + ": " + result.message());
    }
    return Next.GO_ON;
  }

  private Decision decision(Report report, Question question) {
    Optional<Answer> consent =
        Stream.concat(preferred.stream(), Stream.of(Answer.APPROVE))
            .filter(question.allowed()::contains)
            .findFirst();
    if (consent.isPresent()) {
      return Decision.on(
          question, consent.get(), new Actor(next(report, question), WHY, door(question)));
    }
    Answer answer = retried.add(failedStep(report, question)) ? patient(question) : Answer.ABORT;
    return Decision.on(question, answer, new Actor(anyone(report), WHY, Context.DOOR));
  }

  /** What changes nothing that stands. */
  private static Answer patient(Question question) {
    return question.allowed().contains(Answer.RETRY) ? Answer.RETRY : Answer.WAIT;
  }

  /** The next person whose approval would count. */
  private String next(Report report, Question question) {
    Set<String> voted =
        report.decisions().stream()
            .filter(d -> d.questionId().equals(question.id()) && d.refused().isEmpty())
            .map(Decision::who)
            .collect(Collectors.toSet());
    if (question.roles().isEmpty() && !question.requesterExcluded() && voted.isEmpty()) {
      return anyone(report);
    }
    return team.stream()
        .filter(person -> !voted.contains(person.name()))
        .filter(
            person -> !question.requesterExcluded() || !person.name().equals(report.requester()))
        .filter(person -> question.roles().stream().allMatch(roles -> hasOne(person, roles)))
        .map(Person::name)
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "--yes: the team of the fleet file has nobody left who may approve "
                        + question.id()
                        + "; it needs "
                        + question.people()
                        + " people with one of the roles "
                        + question.roles()));
  }

  private String anyone(Report report) {
    return report.requester().isEmpty() ? "rehearsal" : report.requester();
  }

  private static boolean hasOne(Person person, List<String> roles) {
    return person.roles().stream().anyMatch(roles::contains);
  }

  private static String door(Question question) {
    return question.doors().isEmpty() || question.doors().contains(Context.DOOR)
        ? Context.DOOR
        : question.doors().get(0);
  }

  /**
   * A step that asks shows its question as its note; the same step may fail otherwise next time.
   */
  private static String failedStep(Report report, Question question) {
    return report.steps().stream()
        .filter(step -> step.state() == Step.State.WAITING && step.note().equals(question.text()))
        .map(Step::name)
        .findFirst()
        .orElse(question.text());
  }

  private static boolean open(Report report, Question question) {
    return report.questions().stream()
        .anyMatch(q -> q.id().equals(question.id()) && q.approvals() == question.approvals());
  }
}
