package org.hubkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hubkeeper.starter.connect.Connector;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.tiny.Tiny;
import org.junit.jupiter.api.Test;

/** What needs no server: help, version, completion, and a server that is not there. */
class MainTest {

  /** A port that nobody listens on: discard, which needs a privilege that tests do not have. */
  private static final String NOWHERE = "127.0.0.1:9";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void anAbsentServerIsOneMessageWithAddressAndRemedy() {
    assertThat(hubkeeper("list", "--address", NOWHERE)).isEqualTo(1);

    assertThat(err().lines()).hasSize(1);
    assertThat(err()).contains(NOWHERE, "hubkeeper dev", "TEMPORAL_ADDRESS");
    assertThat(out()).isEmpty();
  }

  @Test
  void theDoctorNamesARemedyForAnAbsentServerAndEndsWithStatus1() {
    assertThat(hubkeeper("--address", NOWHERE, "doctor")).isEqualTo(1);

    assertThat(out()).contains("✔ java", "✖ Temporal", NOWHERE, "→ start one with");
  }

  @Test
  void theHelpListsEveryCommandAndEachHasExamples() {
    assertThat(hubkeeper("--help")).isZero();

    assertThat(out())
        .contains("plan", "run", "list", "show", "watch", "report", "approve", "reject", "retry")
        .contains("abort", "pause", "resume", "runbooks", "doctor", "worker", "completion");
    for (String command : List.of("plan", "run", "list", "approve", "worker", "completion")) {
      out.reset();
      assertThat(hubkeeper(command, "--help")).isZero();
      assertThat(out()).contains("Example", "  hubkeeper " + command);
    }
  }

  @Test
  void commandsOfOtherModulesAreFoundAndCarriedOut() {
    hubkeeper("--help");
    assertThat(out()).contains("Says hello.");
    assertThat(hubkeeper("hello")).isEqualTo(7);
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearest() {
    assertThat(hubkeeper("lst")).isEqualTo(2);

    assertThat(err()).contains("did you mean", "list", "hubkeeper --help");
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(hubkeeper()).isEqualTo(2);
  }

  @Test
  void theVersionNamesTheCommit() {
    assertThat(hubkeeper("--version")).isZero();

    assertThat(out()).matches("hubkeeper \\d+\\.\\d+\\.\\d+\\S* \\(commit .+\\)\n");
  }

  @Test
  void completionKnowsCommandsAndFlags() {
    assertThat(hubkeeper("completion", "bash")).isZero();
    assertThat(out()).contains("--cluster", "approve", "complete -F");
  }

  @Test
  void theCatalogueShowsFieldsSchemaAndWhatMayChange() {
    assertThat(hubkeeper("runbooks")).isZero();
    assertThat(hubkeeper("runbooks", "dust-shelves")).isZero();

    assertThat(out())
        .contains("dust-shelves          Removes the dust from shelves")
        .contains("people who must approve (default 1)", "name of the cluster (required)")
        .contains("removes dust", "{\"cluster\": \"library\"}");
  }

  private int hubkeeper(String... words) {
    Console console = Console.plain(out, err, new ByteArrayInputStream(new byte[0]));
    return Main.run(
        new Context(
            console, List.of(Tiny.INFO), Connector.byEnvironment(), Map.of("PATH", ""), "alex"),
        words);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
