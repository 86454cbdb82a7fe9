package org.hubkeeper.activities;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private final JavaClasses classes = own();

  private static JavaClasses own() {
    // The rules are about our own classes; looking into those of all clients takes ten seconds.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("org.hubkeeper.activities");
  }

  @Test
  void platformsDoNotImportEachOther() {
    slices()
        .matching("org.hubkeeper.activities.(*)..")
        .should()
        .notDependOnEachOther()
        .check(classes);
  }

  @Test
  void nothingSleepsOrReadsTheEnvironmentByItself() {
    noClasses().should().callMethod(System.class, "getenv").check(classes);
    noClasses().should().callMethod(System.class, "getenv", String.class).check(classes);
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(classes);
  }
}
