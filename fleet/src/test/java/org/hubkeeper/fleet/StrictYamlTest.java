package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrictYamlTest {

  private static final String CHECK = "; check colons, quotes, brackets and indentation here and ";
  private static final String EMPTY = ":1:1: empty; at least needed: apiVersion, clusters";

  @TempDir Path folder;

  static Stream<Arguments> noYaml() {
    return Stream.of(
        Arguments.of("", EMPTY),
        Arguments.of("# only a comment\n", EMPTY),
        Arguments.of(
            "a: 1\n\tb: 2\n",
            ":2:1: malformed YAML: found character '\\t(TAB)' that cannot start any token. (Do not"
                + " use \\t(TAB) for indentation)"
                + CHECK
                + "in the line before"),
        Arguments.of(
            "a: [1, 2\nb: 3\n",
            ":2:2: malformed YAML: expected ',' or ']', but got :" + CHECK + "since line 1"),
        Arguments.of(
            "a: \"x\n",
            ":2:1: malformed YAML: found unexpected end of stream" + CHECK + "since line 1"),
        Arguments.of(
            "a: *word\n",
            ":1:4: malformed YAML: found undefined alias (a value that begins with *)"
                + CHECK
                + "in the line before"),
        Arguments.of(
            "a: 1\n---\nb: 2\n",
            ":2:1: malformed YAML: but found another document" + CHECK + "since line 1"),
        Arguments.of(
            "a: 1\nb: x\u0007y\n",
            ":2:5: character U+0007 is not allowed in YAML; save the file as UTF-8 text"));
  }

  @ParameterizedTest
  @MethodSource("noYaml")
  void whatIsNoYamlIsRefusedWhereItBreaks(String text, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.yaml"), text);

    assertThat(refusal(file)).hasMessage(file + problem);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("absent.yaml");

    assertThat(refusal(file))
        .hasMessage(file + ": no such file; check the path, or write it after one of examples/");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThat(refusal(folder)).hasMessage(folder + ": is a directory; give the file in it");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path loop = folder.resolve("loop.yaml");
    Files.createSymbolicLink(loop, loop);

    assertThat(refusal(loop)).hasMessageStartingWith(loop + ": cannot be read: ");
  }

  @Test
  void aFileOfSomebodyElseNeedsOtherPermissions() {
    assertThat(StrictYaml.why(new AccessDeniedException("fleet.yaml")))
        .isEqualTo("may not be read by this user; change its permissions or its owner");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = folder.resolve("fleet.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, '\n'});

    assertThat(refusal(file)).hasMessage(file + ": not UTF-8; save the file as UTF-8 text");
  }

  @Test
  void aFileThatIsFarTooLargeIsNotReadToItsEnd() throws IOException {
    Path file = Files.write(folder.resolve("fleet.yaml"), new byte[3_000_001]);

    assertThat(refusal(file)).hasMessage(file + ": larger than 3 MB; is this the right file?");
  }

  @Test
  void aByteOrderMarkIsNoMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.yaml"), "\uFEFF" + BadFleets.GOOD);

    assertThat(FleetFile.read(file).clusters()).hasSize(2);
  }

  @Test
  void aDocumentThatContainsItselfIsRefusedAndNotFollowed() throws IOException {
    Path file = folder.resolve("fleet.yaml");
    Files.writeString(file, "&all\napiVersion: hubkeeper.org/v1\nclusters: [*all]\nteam: *all\n");

    assertThat(refusal(file).problems())
        .extracting(Problem::path)
        .contains("clusters[0].apiVersion", "clusters[0].clusters", "team");
  }

  @Test
  void anAliasStandsForWhatItNames() throws IOException {
    String yaml =
        BadFleets.GOOD
            .replace("owners: [hub-admins@example.edu]", "owners: &us [hub-admins@example.edu]")
            .replace("environment: production", "environment: production\n    owners: *us");
    Path file = Files.writeString(folder.resolve("fleet.yaml"), yaml);

    assertThat(FleetFile.read(file).cluster("demo-prod").orElseThrow().owners())
        .containsExactly("hub-admins@example.edu");
  }

  /** As the worker's configuration, with a schema of its own. */
  record Settings(String name, int port) {}

  private static final String SETTINGS =
      """
      {"type": "object", "additionalProperties": false, "required": ["name"],
       "properties": {"name": {"type": "string"}, "port": {"type": "integer", "minimum": 0}}}
      """;

  @Test
  void anotherFileIsReadAsStrictly() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), "name: x\nport: 1\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "port: -1\nprot: 2\n");

    assertThat(StrictYaml.read(good, SETTINGS, Settings.class)).isEqualTo(new Settings("x", 1));
    assertThat(
            catchThrowableOfType(
                FleetException.class, () -> StrictYaml.read(bad, SETTINGS, Settings.class)))
        .hasMessage(
            "%1$s:1:1: name: required\n%1$s:1:7: port: found -1; at least 0 is needed\n%1$s:2:1:"
                    .formatted(bad)
                + " prot: unknown field; did you mean port?; known: name, port");
  }

  @Test
  void aSchemaThatSaysMoreThanTheReaderObservesIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("good.yaml"), "name: x\n");
    String schema = SETTINGS.replace("\"minimum\"", "\"multipleOf\"");

    assertThatIllegalStateException()
        .isThrownBy(() -> StrictYaml.read(file, schema, Settings.class))
        .withMessage("the strict reader does not observe multipleOf");
  }

  @Test
  void marksCountCharactersAndNotBytes() throws IOException {
    Path file = folder.resolve("fleet.yaml");
    Files.write(file, "{\"ü\": 1, b: 2}".getBytes(StandardCharsets.UTF_8));

    assertThat(refusal(file)).hasMessageContaining(":1:10: b: unknown field");
  }

  private static FleetException refusal(Path file) {
    return catchThrowableOfType(FleetException.class, () -> FleetFile.read(file));
  }
}
