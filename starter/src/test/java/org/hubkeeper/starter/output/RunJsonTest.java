package org.hubkeeper.starter.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.starter.Fixture;
import org.hubkeeper.starter.Golden;
import org.junit.jupiter.api.Test;

class RunJsonTest {

  private final JsonNode json = RunJson.of(Fixture.report());

  @Test
  void theKeysAreThoseThatScriptsRelyOn() {
    assertThat(keys(json))
        .contains("runbook", "cluster", "workflowId", "runId", "status", "plan", "steps")
        .contains("questions", "decisions", "leftovers", "startedAt", "finishedAt");
    assertThat(keys(json.at("/plan"))).contains("hash", "changes", "findings");
    assertThat(keys(json.at("/plan/changes/0"))).contains("verb", "target", "detail");
    assertThat(keys(json.at("/plan/findings/0"))).contains("code", "blocking", "message");
    assertThat(keys(json.at("/steps/0")))
        .contains("name", "state", "startedAt", "finishedAt", "attempts", "note", "blocker");
    assertThat(keys(json.at("/steps/2/blocker")))
        .containsExactly("object", "holder", "since", "remedy");
    assertThat(keys(json.at("/questions/0"))).contains("id", "text", "allowed");
    assertThat(keys(json.at("/decisions/0")))
        .contains("questionId", "answer", "who", "why", "at", "door", "refused");
  }

  @Test
  void whatHasNotComeIsNull() {
    assertThat(json.at("/finishedAt").isNull()).isTrue();
    assertThat(json.at("/steps/2/finishedAt").isNull()).isTrue();
    assertThat(json.at("/steps/0/blocker").isNull()).isTrue();
    assertThat(json.at("/decisions/1/refused").isNull()).isTrue();
  }

  @Test
  void theWholeIsAsScriptsKnowIt() {
    Golden.check("run.json", RunJson.text(json));
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
