package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.hubkeeper.fleet.BadFleets.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetProblemsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("org.hubkeeper.fleet.BadFleets#all")
  void aMistakeIsToldWithLineFieldAndRemedy(Mistake mistake) throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.yaml"), mistake.yaml());

    FleetException refusal = refusal(file);

    assertThat(refusal.getMessage())
        .isEqualTo(
            mistake.says().stream()
                .map(text -> file + ":" + text)
                .collect(Collectors.joining("\n")));
  }

  @Test
  void allProblemsAreToldInOneGoAndInTheOrderOfTheFile() throws IOException {
    String yaml =
        BadFleets.GOOD
            .replace("roles: [owner]}", "roles: owners of the hub}")
            .replace("environment: test", "environment: tset")
            .replace("America/Los_Angeles", "America/Los_Angles")
            .replace("to: 2026-12-12", "to: 2026-12-02")
            .replace("demo-prod", "demo-test")
            .replace("people: 2", "people: 0");
    Path file = Files.writeString(folder.resolve("fleet.yaml"), yaml);

    assertThat(refusal(file).problems())
        .extracting(Problem::path)
        .containsExactly(
            "team[2].roles",
            "clusters[0].environment",
            "clusters[0].timeZone",
            "clusters[0].freeze[0].to",
            "clusters[1].name",
            "clusters[1].approvals[0].people");
  }

  @Test
  void aLiteralInTheSecretsPlaceIsNeverRepeated() throws IOException {
    for (String literal :
        List.of("planted", "[planted]", "{planted: x}", "*planted", "!planted x", "\"planted")) {
      String yaml = BadFleets.GOOD.replace("\"file:kubeconfig\"", literal);
      Path file = Files.writeString(folder.resolve("fleet.yaml"), yaml);

      FleetException refusal = refusal(file);

      assertThat(refusal).hasMessageMatching("(?s).*(fleet.yaml:17:|since line 17).*").hasNoCause();
      assertThat(refusal.toString()).doesNotContain("planted");
    }
  }

  @Test
  void anotherCatalogueHasOtherRunbooks() throws IOException {
    String yaml = BadFleets.GOOD.replace("runbook: prune-volumes", "runbook: upgrade");
    Path file = Files.writeString(folder.resolve("fleet.yaml"), yaml);

    assertThat(FleetFile.read(file, List.of("upgrade", "prune-volumes")).clusters()).hasSize(2);
    assertThat(refusal(file)).hasMessageContaining("no runbook \"upgrade\"");
  }

  private static FleetException refusal(Path file) {
    return catchThrowableOfType(
        FleetException.class, () -> FleetFile.read(file, List.of("prune-volumes")));
  }
}
