package org.hubkeeper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.temporal.activity.ActivityInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules of who may know whom. As plain tests: seen to fail, unlike those of ArchUnit's engine.
 */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.hubkeeper");

  @Test
  void allModulesAreSeen() {
    assertThat(ALL.stream().map(c -> c.getPackageName().split("\\.")[2]).distinct())
        .contains("workflows", "fleet", "activities", "worker", "starter", "rehearsal");
  }

  @Test
  void platformsDoNotImportEachOther() {
    SlicesRuleDefinition.slices()
        .matching("org.hubkeeper.activities.(*)..")
        .should()
        .notDependOnEachOther()
        .check(ALL);
  }

  @Test
  void theCommandLineKnowsNoActivitiesAndNoWorker() {
    noClasses()
        .that()
        .resideInAPackage("org.hubkeeper.starter..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.hubkeeper.activities..", "org.hubkeeper.worker..")
        .check(ALL);
  }

  @Test
  void workflowsKnowNothingButTemporal() {
    noClasses()
        .that()
        .resideInAPackage("org.hubkeeper.workflows..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.hubkeeper.fleet..",
            "org.hubkeeper.activities..",
            "org.hubkeeper.worker..",
            "org.hubkeeper.starter..",
            "software.amazon..",
            "io.fabric8..")
        .check(ALL);
  }

  @Test
  void nothingOutsideTheRehearsalKnowsThatAWorldCanBeSimulated() throws IOException {
    Pattern word = Pattern.compile("\\b(moto|kwok|simulat\\w*)\\b", Pattern.CASE_INSENSITIVE);
    for (String module : List.of("workflows", "fleet", "activities", "worker", "starter")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        assertThat(sources).isNotEmpty();
        for (Path source : sources) {
          assertThat(word.matcher(Files.readString(source)).find()).as("%s", source).isFalse();
        }
      }
    }
  }

  @Test
  void everyActivityInterfaceHasOneImplementation() {
    Map<String, List<String>> implementations =
        ALL.stream()
            .filter(c -> c.isAnnotatedWith(ActivityInterface.class))
            .collect(
                Collectors.toMap(
                    JavaClass::getSimpleName,
                    c -> c.getAllSubclasses().stream().map(JavaClass::getName).toList()));

    assertThat(implementations).isNotEmpty();
    assertThat(implementations).allSatisfy((name, found) -> assertThat(found).as(name).hasSize(1));
  }
}
