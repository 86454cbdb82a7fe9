package org.hubkeeper.workflows.kernel;

import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Report.Status;

/**
 * Shows the progress where people look: current details in the Temporal UI, search attributes in
 * lists. Details cost no history; search attributes cost one event, and only when they change.
 */
public final class Board {

  public static final SearchAttributeKey<String> CLUSTER =
      SearchAttributeKey.forKeyword("HubkeeperCluster");
  public static final SearchAttributeKey<String> RUNBOOK =
      SearchAttributeKey.forKeyword("HubkeeperRunbook");
  public static final SearchAttributeKey<String> STATE =
      SearchAttributeKey.forKeyword("HubkeeperState");
  public static final SearchAttributeKey<String> WAITING_FOR =
      SearchAttributeKey.forKeyword("HubkeeperWaitingFor");

  /** All four; a namespace that lacks one stalls every run. */
  public static final List<SearchAttributeKey<String>> ALL =
      List.of(CLUSTER, RUNBOOK, STATE, WAITING_FOR);

  /** MySQL and Elasticsearch take 255 bytes of a keyword. */
  private static final int KEYWORD_BYTES = 255;

  private String shown = "";
  private String about = "";

  Board() {}

  /** What a run waits for, in one sentence, and since when. */
  record Wait(Status status, String text, Instant since) {
    static final Wait NONE = new Wait(Status.RUNNING, "", Instant.EPOCH);
  }

  void show(Report report) {
    Workflow.setCurrentDetails(Markdown.live(report));
    if (report.cluster().isEmpty()) {
      return;
    }
    if (!about.equals(report.cluster())) {
      about = report.cluster();
      Workflow.upsertTypedSearchAttributes(
          CLUSTER.valueSet(cut(report.cluster())), RUNBOOK.valueSet(cut(report.runbook())));
    }
    String now = report.status() + " " + subject(report);
    if (!now.equals(shown)) {
      shown = now;
      Workflow.upsertTypedSearchAttributes(
          STATE.valueSet(report.status().name()), WAITING_FOR.valueSet(cut(subject(report))));
    }
  }

  static Wait wait(Desk desk) {
    if (desk.gate.closed()) {
      return new Wait(
          Status.PAUSED, "resume; paused by " + desk.gate.current().by(), desk.gate.current().at());
    }
    if (!desk.questions.open().isEmpty()) {
      Question first = desk.questions.open().get(0);
      return new Wait(Status.WAITING, "a decision: " + first.text(), first.askedAt());
    }
    return blocker(desk.log)
        .map(blocker -> new Wait(Status.WAITING, blocker.toString(), blocker.since()))
        .orElse(Wait.NONE);
  }

  private static Optional<Blocker> blocker(StepLog log) {
    return log.steps().stream()
        .filter(step -> step.state() == Step.State.WAITING && !step.blockers().isEmpty())
        .map(step -> step.blockers().get(step.blockers().size() - 1))
        .findFirst();
  }

  /** No person's name belongs into a search attribute, so a pause shows as such only. */
  private static String subject(Report report) {
    return report.status() == Status.PAUSED ? "resume" : report.waitingFor();
  }

  static String cut(String text) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > KEYWORD_BYTES) {
      int end = Math.min(cut.length() - 1, KEYWORD_BYTES);
      // Half of a pair of surrogates is no text and could not be sent.
      cut = cut.substring(0, Character.isHighSurrogate(cut.charAt(end - 1)) ? end - 1 : end);
    }
    return cut;
  }
}
