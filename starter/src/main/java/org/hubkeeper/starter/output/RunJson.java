package org.hubkeeper.starter.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** A run as programs read it. Keys are stable: they may be added, never renamed or removed. */
public final class RunJson {

  /** Doors that verify who it is. A terminal believes the operating system; the UI, anybody. */
  private static final List<String> PROVING = List.of("slack");

  private RunJson() {}

  public static ObjectNode of(Report report) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("runbook", report.runbook());
    json.put("cluster", report.cluster());
    json.put("workflowId", report.workflowId());
    json.put("runId", report.runId());
    json.put("status", report.status().name());
    json.set("plan", plan(report.plan()));
    ArrayNode steps = json.putArray("steps");
    report.steps().forEach(step -> steps.add(step(step)));
    ArrayNode questions = json.putArray("questions");
    report.questions().forEach(question -> questions.add(question(question)));
    ArrayNode decisions = json.putArray("decisions");
    report.decisions().forEach(decision -> decisions.add(decision(decision)));
    texts(json.putArray("leftovers"), report.leftovers());
    json.put("startedAt", time(report.startedAt()));
    json.put("finishedAt", time(report.finishedAt()));
    extra(json, report);
    return json;
  }

  /** Readable text of any of our JSON. */
  public static String text(JsonNode json) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ISO time; null for one that has not come. */
  public static String time(Instant instant) {
    return instant.equals(Instant.EPOCH) ? null : instant.toString();
  }

  /** A plan with its findings. */
  public static ObjectNode plan(PlanView plan) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("hash", plan.hash());
    ArrayNode changes = json.putArray("changes");
    plan.changes()
        .forEach(
            change ->
                changes
                    .addObject()
                    .put("verb", change.verb().name())
                    .put("target", change.target())
                    .put("detail", change.detail())
                    .put("info", change.info()));
    json.put("moreChanges", plan.more());
    ArrayNode findings = json.putArray("findings");
    plan.findings()
        .forEach(
            finding ->
                findings
                    .addObject()
                    .put("code", finding.code())
                    .put("blocking", finding.blocking())
                    .put("message", finding.message())
                    .put("remedy", finding.remedy())
                    .put("waived", finding.waived()));
    texts(json.putArray("notes"), plan.notes());
    return json;
  }

  private static ObjectNode step(Step step) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("name", step.name());
    json.put("state", step.state().name());
    json.put("startedAt", time(step.startedAt()));
    json.put("finishedAt", time(step.finishedAt()));
    json.put("attempts", step.attempts());
    json.put("note", step.note());
    List<Blocker> met = step.blockers();
    boolean held = step.state() == Step.State.WAITING && !met.isEmpty();
    json.set("blocker", held ? blocker(met.get(met.size() - 1)) : null);
    ArrayNode blockers = json.putArray("blockersMet");
    met.forEach(blocker -> blockers.add(blocker(blocker)));
    return json;
  }

  private static ObjectNode blocker(Blocker blocker) {
    return Json.MAPPER
        .createObjectNode()
        .put("object", blocker.object())
        .put("holder", blocker.holder())
        .put("since", time(blocker.since()))
        .put("remedy", blocker.remedy());
  }

  private static ObjectNode question(Question question) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", question.id());
    json.put("text", question.text());
    texts(json.putArray("allowed"), question.allowed().stream().map(Enum::name).toList());
    texts(json.putArray("details"), question.details());
    json.put("planHash", question.planHash());
    json.put("people", question.people());
    json.put("approvals", question.approvals());
    ArrayNode roles = json.putArray("roles");
    question.roles().forEach(anyOf -> texts(roles.addArray(), anyOf));
    texts(json.putArray("doors"), question.doors());
    json.put("requesterExcluded", question.requesterExcluded());
    json.put("askedAt", time(question.askedAt()));
    return json;
  }

  private static ObjectNode decision(Decision decision) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("questionId", decision.questionId());
    json.put("answer", decision.answer() == null ? null : decision.answer().name());
    json.put("who", decision.who());
    json.put("why", decision.why());
    json.put("at", time(decision.at()));
    json.put("door", decision.door());
    json.put("refused", decision.refused().isEmpty() ? null : decision.refused());
    json.put("planHash", decision.planHash());
    json.put("proved", PROVING.contains(decision.door()));
    return json;
  }

  private static void extra(ObjectNode json, Report report) {
    json.put("requester", report.requester());
    json.put("waitingFor", report.waitingFor());
    json.put("waitingSince", time(report.waitingSince()));
    json.put("error", report.error());
    json.put("moreSteps", report.moreSteps());
    texts(json.putArray("results"), report.results());
    ArrayNode pauses = json.putArray("pauses");
    report
        .pauses()
        .forEach(
            pause ->
                pauses
                    .addObject()
                    .put("who", pause.by().who())
                    .put("why", pause.by().why())
                    .put("door", pause.by().door())
                    .put("at", time(pause.at())));
    json.put("fleet", report.fleet());
  }

  private static void texts(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }
}
