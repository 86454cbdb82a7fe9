package org.hubkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.model.Component;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the fleet file that we ship; Maven runs tests in the module's folder. */
class BlueprintsFromFileTest {

  private static final Path SHIPPED = Path.of("..", "examples", "eks-today");

  @TempDir private Path folder;

  @Test
  void theWorkersCopyIsReadAnewEachTime() throws IOException {
    copy();
    BlueprintsFromFile blueprints = blueprints();
    assertThat(blueprints.read("eks-today").definition().version()).isEqualTo("1.36");
    assertThat(blueprints.read("eks-today").components())
        .extracting(Component::name)
        .contains("03-jupyterhub");

    replace("cluster.yaml", "version: \"1.36\"", "version: \"1.35\"");

    assertThat(blueprints.read("eks-today").definition().version()).isEqualTo("1.35");
  }

  @Test
  void whatCannotBeUsedIsRejectedWithFileLineAndField() throws IOException {
    copy();
    replace("cluster.yaml", "volumeSize: 80", "volumeSize: 8");

    ApplicationFailure failure = failure("eks-today");

    assertThat(failure.getType()).isEqualTo(FailureKind.REJECTED.name());
    assertThat(failure.getOriginalMessage())
        .matches(".*cluster.yaml:[0-9]+:17: managedNodeGroups\\[0].volumeSize: found 8; .*");
  }

  @Test
  void aClusterThatIsNotThereOrHasNoDefinitionIsMissing() throws IOException {
    copy();
    assertThat(failure("eks-toady").getType()).isEqualTo(FailureKind.MISSING.name());

    String fleet = Files.readString(folder.resolve("fleet.yaml"));
    Files.writeString(
        folder.resolve("fleet.yaml"), fleet.substring(0, fleet.indexOf("    definition:")));

    assertThat(failure("eks-today").getType()).isEqualTo(FailureKind.MISSING.name());
    assertThat(failure("eks-today").getOriginalMessage()).contains("definition: cluster.yaml");
  }

  private BlueprintsFromFile blueprints() {
    return new BlueprintsFromFile(new FleetFromFile(folder.resolve("fleet.yaml"), false));
  }

  private ApplicationFailure failure(String cluster) {
    return catchThrowableOfType(ApplicationFailure.class, () -> blueprints().read(cluster));
  }

  private void copy() throws IOException {
    Files.createDirectories(folder.resolve("values"));
    for (String name : new String[] {"fleet.yaml", "cluster.yaml", "values/jupyterhub.yaml"}) {
      Files.copy(SHIPPED.resolve(name), folder.resolve(name));
    }
  }

  private void replace(String file, String piece, String with) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(piece);
    Files.writeString(folder.resolve(file), text.replace(piece, with));
  }
}
