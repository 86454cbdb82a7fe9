package org.hubkeeper.workflows.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue says what is true. */
class RunbooksTest {

  static List<RunbookInfo> all() {
    return Runbooks.all();
  }

  @Test
  void runbooksAreFoundByNameAndByType() {
    assertThat(Runbooks.find("prune-volumes"))
        .isEqualTo(Runbooks.ofType("PruneVolumes"))
        .isPresent();
    assertThat(Runbooks.find("PruneVolumes")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSchemaHasTheFieldsOfTheRequestAndNoOthers(RunbookInfo info) throws IOException {
    JsonNode schema = Json.MAPPER.readTree(info.schema());

    List<String> properties = new ArrayList<>();
    schema.get("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(properties)
        .isEqualTo(
            Arrays.stream(info.request().getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
    assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.get("required").toString()).startsWith("[\"cluster\"");
    assertThat(refuses(info, "{\"cluster\":\"x\"}")).isEqualTo(schema.get("required").size() > 1);
    assertThat(refuses(info, least(info, schema).toString())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theDefaultsOfTheSchemaAreTheDefaultsOfTheRequest(RunbookInfo info) throws IOException {
    JsonNode whole = Json.MAPPER.readTree(info.schema());
    JsonNode schema = whole.get("properties");
    JsonNode least = Json.MAPPER.valueToTree(read(info, least(info, whole).toString()));

    for (Iterator<String> names = schema.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.get(name).has("default")) {
        assertThat(least.get(name).asText())
            .as(name)
            .isEqualTo(
                least.get(name).isDouble()
                    ? String.valueOf(schema.get(name).get("default").asDouble())
                    : schema.get(name).get("default").asText());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theLimitsOfTheSchemaAreTheLimitsOfTheRequest(RunbookInfo info) throws IOException {
    JsonNode schema = Json.MAPPER.readTree(info.schema()).get("properties");
    for (Iterator<String> names = schema.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.get(name).has("minimum")) {
        long least = schema.get(name).get("minimum").asLong();
        long most = schema.get(name).get("maximum").asLong();
        read(info, with(info, name, least));
        read(info, with(info, name, most));
        assertThat(refuses(info, with(info, name, least - 1))).as(name).isTrue();
        assertThat(refuses(info, with(info, name, most + 1))).as(name).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theExampleIsAValidInput(RunbookInfo info) {
    assertThat(read(info, info.example()).cluster()).isEqualTo("ds-osu-test");
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneOfTheImplementationsHasTheType(RunbookInfo info) {
    assertThat(info.implementation())
        .anySatisfy(
            type ->
                assertThat(
                        Arrays.stream(type.getInterfaces())
                            .flatMap(each -> Arrays.stream(each.getMethods()))
                            .filter(method -> method.isAnnotationPresent(WorkflowMethod.class))
                            .map(method -> method.getAnnotation(WorkflowMethod.class).name()))
                    .containsExactly(info.type()));
  }

  /** The example without what may be left out. */
  private static ObjectNode least(RunbookInfo info, JsonNode schema) throws IOException {
    ObjectNode input = (ObjectNode) Json.MAPPER.readTree(info.example());
    List<String> required = new ArrayList<>();
    schema.get("required").forEach(name -> required.add(name.asText()));
    return input.retain(required);
  }

  private static String with(RunbookInfo info, String name, long value) throws IOException {
    return least(info, Json.MAPPER.readTree(info.schema())).put(name, value).toString();
  }

  private static Request read(RunbookInfo info, String json) {
    return Input.read(json.getBytes(StandardCharsets.UTF_8), info.request());
  }

  private static boolean refuses(RunbookInfo info, String json) {
    try {
      read(info, json);
      return false;
    } catch (io.temporal.failure.ApplicationFailure e) {
      return Input.TYPE.equals(e.getType());
    }
  }
}
