package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hubkeeper.workflows.runbook.prune.PruneVolumes;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type is refused by field and remedy, before anything happens. */
class InputTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"clutser":"x"} | clutser: unknown field; did you mean cluster?; known: cluster, graceDays, maxGiB, maxVolumes, minAgeDays, planOnly, requester, snapshots, timeFactor
          {"cluster":"x","colour":"red"} | colour: unknown field; known: cluster, graceDays, maxGiB, maxVolumes, minAgeDays, planOnly, requester, snapshots, timeFactor
          {"cluster":["x"]} | cluster: must be a text
          {"cluster":7} | cluster: must be a text
          {"cluster":true} | cluster: must be a text
          {"cluster":{"name":"x"}} | cluster: must be a text
          {"cluster":"x","graceDays":"7"} | graceDays: must be a whole number
          {"cluster":"x","graceDays":7.5} | graceDays: must be a whole number
          {"cluster":"x","graceDays":-1} | graceDays: -1 is not between 0 and 90
          {"cluster":"x","graceDays":91} | graceDays: 91 is not between 0 and 90
          {"cluster":"x","minAgeDays":-5} | minAgeDays: -5 is not between 0 and 3650
          {"cluster":"x","maxVolumes":0} | maxVolumes: 0 is not between 1 and 10000
          {"cluster":"x","maxGiB":0} | maxGiB: 0 is not between 1 and 10000000
          {"cluster":"x","planOnly":"yes"} | planOnly: must be true or false
          {"cluster":"x","planOnly":1} | planOnly: must be true or false
          {"cluster":"x","timeFactor":"fast"} | timeFactor: must be a number
          {"cluster":"x","timeFactor":0.5} | timeFactor: 0.5 is not between 1 and 10000000
          {"minAgeDays":30} | cluster: required
          {"cluster":null} | cluster: required
          {"cluster":"  "} | cluster: required
          {} | cluster: required
          null | input: missing; at least {"cluster": "NAME"} is needed
          "x" | input: not a JSON object; at least {"cluster": "NAME"} is needed
          [1] | input: not a JSON object; at least {"cluster": "NAME"} is needed
          {"cluster":"x"} {"cluster":"y"} | input: must be one JSON object, like {"cluster": "NAME"}
          """)
  void aMistakeIsRefusedByItsField(String json, String message) {
    ApplicationFailure refused = refused(json);

    assertThat(refused.getOriginalMessage()).isEqualTo(message);
    assertThat(refused.getType()).isEqualTo("INPUT");
    assertThat(refused.isNonRetryable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"cluster":"x","cluster":"y"} | Duplicate field 'cluster'
          {"cluster":"x" | not JSON
          cluster=x | not JSON
          {"cluster":"x","graceDays":99999999999} | graceDays
          {"cluster":"x","timeFactor":NaN} | not JSON
          """)
  void whatIsNoCleanJsonIsRefusedToo(String json, String part) {
    assertThat(refused(json).getOriginalMessage()).contains(part);
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    PruneVolumes.Request request =
        Input.parse(
            TestRun.json("{\"cluster\":\"x\",\"graceDays\":null}"), PruneVolumes.Request.class);

    assertThat(request)
        .isEqualTo(new PruneVolumes.Request("x", 30, 7, 200, 10_000, true, false, "", 1.0));
  }

  @Test
  void aRunWithBadInputFailsAtOnceAndNamesTheField() {
    try (TestTemporal temporal = new TestTemporal(List.of(Sample.Impl.class))) {
      temporal.begin();

      assertThat(
              List.of(
                  message(temporal.start("Sample", TestRun.json("{\"clutser\":\"x\"}"))),
                  message(temporal.start("Sample", TestRun.json("{\"cluster\":5}"))),
                  message(temporal.start("Sample")),
                  message(temporal.start("PruneVolume"))))
          .containsExactly(
              "clutser: unknown field; did you mean cluster?; known: cluster, planOnly, requester,"
                  + " timeFactor",
              "cluster: must be a text",
              "input: missing; at least {\"cluster\": \"NAME\"} is needed",
              "workflow type: there is no runbook PruneVolume; did you mean PruneVolumes?; known:"
                  + " AddNodeGroup, Bootstrap, PruneVolumes, RestoreMarks, Teardown, Upgrade, UpgradeFleet");
    }
  }

  private static String message(TestRun run) {
    ApplicationFailure failure = run.failure();
    assertThat(failure.getType()).isEqualTo("INPUT");
    return failure.getOriginalMessage();
  }

  private static ApplicationFailure refused(String json) {
    assertThat(json.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> Input.parse(TestRun.json(json), PruneVolumes.Request.class));
  }
}
