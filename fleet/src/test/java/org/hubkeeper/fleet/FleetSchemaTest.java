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
  }

  @Test
  void theReaderKnowsEveryKeywordOfTheSchema() {
    assertThat(SchemaCheck.KEYWORDS).containsAll(keywords(SCHEMA).toList());
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
  void theKindsOfChangesAreTheKernelsInLowerCase() {
    JsonNode kinds = SCHEMA.at("/$defs/approval/properties/changes/items/enum");

    assertThat(kinds)
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(
            Stream.of(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList());
  }

  /** The keywords of a schema and of the schemas in it; names of fields are none. */
  private static Stream<String> keywords(JsonNode schema) {
    Stream<String> own = names(schema).stream();
    Stream<String> inner =
        names(schema).stream()
            .flatMap(
                word ->
                    switch (word) {
                      case "properties", "$defs", "allOf" -> children(schema.get(word));
                      case "items", "if", "then" -> Stream.of(schema.get(word));
                      default -> Stream.<JsonNode>of();
                    })
            .flatMap(FleetSchemaTest::keywords);
    return Stream.concat(own, inner);
  }

  private static Stream<JsonNode> children(JsonNode node) {
    return Stream.iterate(node.elements(), i -> i.hasNext(), i -> i).map(i -> i.next());
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
