package org.hubkeeper.workflows.kernel;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Question.Answer;

/** The open questions of a run, and everything that was ever answered, counted or not. */
final class Questions {

  /** Refused decisions beyond this are dropped; a door gone wild must not fill the report. */
  private static final int KEPT = 100;

  private record Open(Question question, Policy policy, List<Decision> votes) {

    boolean decided() {
      return votes.stream().anyMatch(vote -> !vote.answer().consent() || enough(vote.answer()));
    }

    private boolean enough(Answer answer) {
      return votesFor(answer).size() >= question.people();
    }

    /** How many agree on what most agree on. */
    int most() {
      return question.allowed().stream().mapToInt(a -> votesFor(a).size()).max().orElse(0);
    }

    /** People who want different things have not agreed yet. */
    List<Decision> votesFor(Answer answer) {
      return votes.stream().filter(vote -> vote.answer() == answer).toList();
    }
  }

  private final Map<String, Open> open = new LinkedHashMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final Desk desk;
  private int asked;

  Questions(Desk desk) {
    this.desk = desk;
  }

  /** Waits until enough people have answered; a cancellation withdraws the question. */
  Decision ask(
      String text, List<String> details, String planHash, Policy policy, List<Answer> allowed) {
    Open asking = open(text, details, planHash, policy, allowed);
    try {
      Workflow.await(asking::decided);
    } catch (CanceledFailure e) {
      // Not in a finally: that would also run when the SDK takes the run out of its cache.
      withdraw(asking);
      throw e;
    }
    withdraw(asking);
    return asking.votes().get(asking.votes().size() - 1);
  }

  private void withdraw(Open asking) {
    open.remove(asking.question().id());
    desk.show();
  }

  private Open open(
      String text, List<String> details, String planHash, Policy policy, List<Answer> allowed) {
    boolean approval = allowed.stream().anyMatch(Answer::consent);
    Question question =
        new Question(
            "q" + ++asked,
            desk.runId(),
            text,
            List.copyOf(details),
            allowed,
            planHash,
            policy.roles(),
            approval ? policy.people() : 1,
            0,
            policy.doors(),
            approval && policy.requesterExcluded(),
            Clock.real());
    Open asking = new Open(question, policy, new ArrayList<>());
    open.put(question.id(), asking);
    desk.show();
    return asking;
  }

  /** Records a decision that nobody had to be asked for. */
  void record(Decision decision) {
    keep(decision.at(Clock.real(), ""));
  }

  /** Judges a well-formed decision and records it either way. */
  DecisionResult decide(Decision decision) {
    Optional<String> refusal = refusal(decision);
    keep(decision.at(Clock.real(), refusal.orElse("")));
    if (refusal.isPresent()) {
      desk.show();
      return new DecisionResult(false, refusal.get());
    }
    Open asking = open.get(decision.questionId());
    asking.votes().add(decision);
    desk.show();
    int missing = asking.question().people() - asking.votesFor(decision.answer()).size();
    return new DecisionResult(
        true, asking.decided() ? "answered" : "recorded; " + missing + " more must approve");
  }

  /** What only makes sense as a typing error or comes too late; refused without a trace. */
  Optional<String> malformed(Decision decision) {
    Open asking = open.get(decision.questionId());
    if (decision.answer() == null) {
      List<Answer> taken = asking == null ? List.of(Answer.values()) : asking.question().allowed();
      return Optional.of("answer: required; one of " + taken);
    }
    if (asking == null || asking.decided()) {
      return Optional.of(
          "questionId: \"" + decision.questionId() + "\" is not open; open: " + open.keySet());
    }
    if (!asking.question().allowed().contains(decision.answer())) {
      return Optional.of(
          "answer: " + decision.questionId() + " takes one of " + asking.question().allowed());
    }
    return decision.who().isEmpty() ? Optional.of("who: required") : Optional.empty();
  }

  private Optional<String> refusal(Decision decision) {
    Optional<String> malformed = malformed(decision);
    if (malformed.isPresent()) {
      return malformed;
    }
    Open asking = open.get(decision.questionId());
    if (!decision.runId().isEmpty() && !decision.runId().equals(desk.runId())) {
      return Optional.of("this is run " + desk.runId() + ", not " + decision.runId());
    }
    String hash = asking.question().planHash();
    if (decision.answer().consent() && !decision.planHash().equals(hash)) {
      return Optional.of("stale plan: the question is about plan " + hash);
    }
    return decision.answer().consent()
        ? asking.policy().refusal(decision, desk.requester(), asking.votesFor(decision.answer()))
        : Optional.empty();
  }

  List<Question> open() {
    return open.values().stream()
        .map(asking -> asking.question().approvedBy(asking.most()))
        .toList();
  }

  List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  /** What counted is always kept. */
  private void keep(Decision decision) {
    if (decision.refused().isEmpty() || decisions.size() < KEPT) {
      decisions.add(decision);
    }
  }
}
