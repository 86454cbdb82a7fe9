package org.hubkeeper.workflows.kernel;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Question.Choice;

/** Where a run stops for people: plans, approvals, failed steps. */
final class Gate {

  /** How a gate writes its step down. */
  @FunctionalInterface
  interface Track {
    <T> T step(String name, Function<Integer, T> body);
  }

  /** Lines of a question; more would pass the limits of search and chat. */
  private static final int DETAILS = 40;

  private final Desk desk;
  private Decision last;

  Gate(Desk desk) {
    this.desk = desk;
  }

  /**
   * Computes a plan once and records it. A plan too large for one payload is recorded by the hashes
   * of its pages and computed again on replay; were the planner changed meanwhile, the run would
   * stop rather than apply another plan.
   */
  <P extends Plan> P plan(Class<P> type, Supplier<P> planner) {
    List<P> computed = new ArrayList<>();
    PlanView view =
        Workflow.sideEffect(
            PlanView.class,
            () -> {
              computed.add(planner.get());
              return PlanView.of(computed.get(0));
            });
    desk.plan(view);
    if (view.small()) {
      return Workflow.sideEffect(type, () -> computed.get(0));
    }
    P made = computed.isEmpty() ? planner.get() : computed.get(0);
    if (!PlanView.hashOf(made).equals(view.hash())) {
      throw new IllegalStateException("this release plans otherwise than the run's approved plan");
    }
    return made;
  }

  List<String> approve(List<ApprovalGroup> groups, Track track) {
    blocked()
        .ifPresent(
            why -> {
              throw ApplicationFailure.newNonRetryableFailure(
                  "the plan is blocked: " + why, "BLOCKED");
            });
    List<String> approved = new ArrayList<>();
    for (ApprovalGroup group : groups) {
      String hash = desk.plan().hash();
      last =
          track.step(
              "Approve: " + group.name(),
              row -> {
                desk.log.waiting(row, group.text());
                Decision decision = consent(group.text(), group.details(), hash, group.policy());
                desk.log.note(row, words(decision));
                return decision;
              });
      if (last.answer() == Answer.APPROVE) {
        approved.add(group.name());
      }
    }
    return approved;
  }

  ApplicationFailure rejected() {
    return notApproved(last);
  }

  <P extends Plan> P confirm(
      String name, Class<P> type, P agreed, Supplier<P> readAndPlan, Policy policy, Track track) {
    P before = agreed;
    while (true) {
      String hash = PlanView.hashOf(before);
      P read = readAndPlan.get();
      P now = plan(type, () -> read);
      Optional<String> blocked = blocked();
      if (blocked.isPresent()) {
        String why = "The plan is blocked since it was approved: " + blocked.get();
        track.step(
            name,
            row -> {
              retryOrAbort(row, why, List.of());
              return row;
            });
        continue;
      }
      if (desk.plan().hash().equals(hash)) {
        return now;
      }
      List<String> difference = difference(before, now);
      Decision decision =
          track.step(
              name,
              row -> {
                String text =
                    "The plan has changed since it was approved: " + difference.size() + " lines";
                desk.log.waiting(row, text);
                Decision consent =
                    consent(text, difference, desk.plan().hash(), policy.alwaysAsked());
                desk.log.note(row, words(consent));
                return consent;
              });
      if (decision.answer() != Answer.APPROVE) {
        throw notApproved(decision);
      }
      before = now;
    }
  }

  private Optional<String> blocked() {
    return desk.plan().findings().stream()
        .filter(Finding::blocking)
        .findFirst()
        .map(finding -> finding.code() + ": " + finding.message());
  }

  /** Returns when a person wants the step tried again. */
  void retryOrAbort(int row, String text, List<String> details) {
    desk.log.waiting(row, text);
    Decision decision =
        desk.questions.ask(text, Words.few(details, DETAILS), "", Policy.anyone(), Steps.REPAIR);
    if (decision.answer() == Answer.ABORT) {
      throw ApplicationFailure.newNonRetryableFailure(
          text + "; " + words(decision), Ending.ABORTED);
    }
    desk.log.again(row, words(decision));
  }

  /** Lets a person choose; ABORT is always among the answers. */
  Answer choose(
      String name,
      String text,
      List<String> details,
      List<Choice> choices,
      Policy policy,
      Track track) {
    List<Choice> all = new ArrayList<>(choices);
    all.add(new Choice(Answer.ABORT, "end the run here"));
    List<String> lines = new ArrayList<>(all.stream().map(Choice::line).toList());
    lines.addAll(details);
    Decision decision =
        track.step(
            name,
            row -> {
              desk.log.waiting(row, text);
              Decision chosen =
                  desk.questions.ask(
                      text,
                      Words.few(lines, DETAILS),
                      desk.plan().hash(),
                      policy,
                      all.stream().map(Choice::answer).toList());
              desk.log.note(row, words(chosen));
              return chosen;
            });
    if (decision.answer() == Answer.ABORT) {
      throw ApplicationFailure.newNonRetryableFailure(
          text + "; " + words(decision), Ending.ABORTED);
    }
    return decision.answer();
  }

  private Decision consent(String text, List<String> details, String hash, Policy policy) {
    if (policy.preset()) {
      Decision preset =
          new Decision(
              "", desk.runId(), hash, Answer.APPROVE, "fleet file", "preset", "policy", null, "");
      desk.questions.record(preset);
      return preset;
    }
    return desk.questions.ask(text, Words.few(details, DETAILS), hash, policy, Steps.CONSENT);
  }

  private static List<String> difference(Plan before, Plan now) {
    Set<String> then = lines(before);
    Set<String> today = lines(now);
    List<String> difference = new ArrayList<>();
    then.stream().filter(line -> !today.contains(line)).forEach(l -> difference.add("- " + l));
    today.stream().filter(line -> !then.contains(line)).forEach(l -> difference.add("+ " + l));
    return difference;
  }

  private static Set<String> lines(Plan plan) {
    Set<String> lines = new LinkedHashSet<>();
    plan.changes().forEach(change -> lines.add(change.essence()));
    plan.findings().stream()
        .filter(Finding::blocking)
        .forEach(finding -> lines.add("blocked: " + finding.code() + " " + finding.message()));
    return lines;
  }

  private static ApplicationFailure notApproved(Decision decision) {
    return ApplicationFailure.newNonRetryableFailure(
        "not approved: " + words(decision), Ending.ABORTED);
  }

  private static String words(Decision decision) {
    String verb =
        switch (decision.answer()) {
          case APPROVE -> "approved";
          case REJECT -> "rejected";
          case RETRY -> "retried";
          case ABORT -> "aborted";
          case WAIT -> "told to wait";
          case ROLL_BACK -> "told to roll back";
          case NOTIFY -> "told to notify";
          case EVICT -> "told to evict";
        };
    return verb + " by " + decision.who() + (decision.why().isEmpty() ? "" : ": " + decision.why());
  }
}
