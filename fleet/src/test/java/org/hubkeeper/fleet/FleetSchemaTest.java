package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.fleet.BadFleets.Mistake;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema, held against a general validator and against our own reader. */
class FleetSchemaTest {

  private static final JsonNode SCHEMA = StrictYaml.json(FleetFile.schema());
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

  static Stream<Mistake> refusedBySchema() {
    return BadFleets.all().stream().filter(mistake -> mistake.by().equals("schema"));
  }

  static Stream<Mistake> refusedByReader() {
    return BadFleets.all().stream().filter(mistake -> mistake.by().equals("reader"));
  }

  @ParameterizedTest
  @MethodSource("refusedBySchema")
  void aGeneralValidatorRefusesTheSameMistake(Mistake mistake) {
    assertThat(VALIDATOR.validate(BadFleets.document(mistake.yaml()).json())).isNotEmpty();
  }

  /** Else the mistake is one that the schema could tell, and its line in the table is wrong. */
  @ParameterizedTest
  @MethodSource("refusedByReader")
  void whatOnlyTheReaderRefusesIsBeyondTheSchema(Mistake mistake) {
    assertThat(VALIDATOR.validate(BadFleets.document(mistake.yaml()).json())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.hubkeeper.fleet.Examples#files")
  void aGeneralValidatorAcceptsTheExamples(Path example) throws IOException {
    assertThat(VALIDATOR.validate(BadFleets.document(Files.readString(example)).json())).isEmpty();
  }

  @Test
  void aGeneralValidatorAcceptsAFileThatUsesEveryField() {
    JsonNode good = BadFleets.document(BadFleets.GOOD).json();

    assertThat(VALIDATOR.validate(good)).isEmpty();
    for (String field : names(SCHEMA.at("/$defs/cluster/properties"))) {
      assertThat(good.at("/clusters/0").has(field)).as(field).isTrue();
    }
    JsonNode components = good.at("/clusters/0/components");
    for (String field : names(SCHEMA.at("/$defs/component/properties"))) {
      assertThat(components.findValues(field)).as(field).isNotEmpty();
    }
  }

  @Test
  void everyPatternIsAboutTheWholeValueAndSaysWhatIsExpected() {
    List<JsonNode> forms = SCHEMA.findParents("pattern");

    assertThat(forms).hasSizeGreaterThan(20);
    for (JsonNode form : forms) {
      assertThat(form.get("pattern").asText()).startsWith("^").endsWith("$");
      assertThat(form.path("x-expected").asText()).as(form.toString()).isNotEmpty();
    }
  }

  @Test
  void anEntryOfASecretIsAReferenceOrGenerated() {
    String reference = SCHEMA.at("/$defs/secret/pattern").asText();
    String entry =
        SCHEMA.at("/$defs/secretWish/properties/entries/additionalProperties/pattern").asText();

    assertThat(entry).startsWith("^(generate:").endsWith("|" + reference.substring(2));
  }

  @Test
  void theKindsOfChangesAreTheKernelsInLowerCase() {
    JsonNode kinds = SCHEMA.at("/$defs/approval/properties/changes/items/enum");

    assertThat(kinds)
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(
            Stream.of(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList());
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }
}
