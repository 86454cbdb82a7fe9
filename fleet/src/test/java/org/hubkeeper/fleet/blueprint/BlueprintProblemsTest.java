package org.hubkeeper.fleet.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.fleet.Problem;
import org.hubkeeper.fleet.blueprint.BadBlueprints.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and how it is told. */
class BlueprintProblemsTest {

  private static final Map<String, JsonSchema> VALIDATORS =
      Map.of(
          "fleet.yaml", validator(FleetFile.schema()),
          "cluster.yaml", validator(EksctlFile.schema()));

  @TempDir Path folder;

  static Stream<Mistake> inPublishedForms() {
    return BadBlueprints.all().stream()
        .filter(mistake -> VALIDATORS.containsKey(mistake.file()))
        .filter(mistake -> !mistake.title().equals("no YAML"));
  }

  @ParameterizedTest
  @MethodSource("org.hubkeeper.fleet.blueprint.BadBlueprints#all")
  void aMistakeIsToldWithFileLineFieldAndRemedy(Mistake mistake) throws IOException {
    FleetException refusal = refusal(Map.of(mistake.file(), mistake.text()));

    assertThat(refusal.getMessage().replace(folder + "/", ""))
        .isEqualTo(String.join("\n", mistake.says()));
    assertThat(refusal.toString()).doesNotContain("planted");
  }

  @ParameterizedTest
  @MethodSource("inPublishedForms")
  void aGeneralValidatorRefusesWhatTheSchemasSayAndNoMore(Mistake mistake) {
    JsonSchema validator = VALIDATORS.get(mistake.file());

    assertThat(validator.validate(BadBlueprints.document(mistake.text()).json()).isEmpty())
        .isEqualTo(mistake.by().equals("reader"));
  }

  @Test
  void aGeneralValidatorAcceptsWhatWeRead() throws IOException {
    for (Map.Entry<String, JsonSchema> one : VALIDATORS.entrySet()) {
      String good = BadBlueprints.resource("good/" + one.getKey());
      assertThat(one.getValue().validate(BadBlueprints.document(good).json())).isEmpty();
    }
    for (String example : List.of("ds-osu/cluster", "ds-osu/cluster-prod", "eks-today/cluster")) {
      String text = Files.readString(Path.of("..", "examples", example + ".yaml"));
      assertThat(VALIDATORS.get("cluster.yaml").validate(BadBlueprints.document(text).json()))
          .isEmpty();
    }
  }

  @Test
  void theProblemsOfAllFilesAreToldInOneGo() throws IOException {
    FleetException refusal =
        refusal(
            Map.of(
                "cluster.yaml",
                BadBlueprints.resource("good/cluster.yaml").replace("maxSize: 9", "maxSize: 1"),
                "hub.yaml",
                BadBlueprints.resource("good/hub.yaml").replace("1.0G", "0.2G"),
                "dashboards/a.json",
                "{}"));

    assertThat(refusal.problems())
        .extracting(problem -> Path.of(problem.file()).getFileName() + " " + problem.path())
        .containsExactly(
            "cluster.yaml managedNodeGroups[1].desiredCapacity",
            "a.json uid",
            "a.json title",
            "a.json panels",
            "hub.yaml jupyterhub.singleuser.memory.limit");
    assertThat(refusal.problems()).extracting(Problem::line).allMatch(line -> line > 0);
  }

  private FleetException refusal(Map<String, String> changed) throws IOException {
    Path fleet = BadBlueprints.good(folder);
    for (Map.Entry<String, String> file : changed.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return catchThrowableOfType(
        FleetException.class, () -> FleetFile.read(fleet).blueprint("trial"));
  }

  private static JsonSchema validator(String schema) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
  }
}
