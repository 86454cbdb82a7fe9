package org.hubkeeper.workflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.workflows.forbidden.Offender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, and that workflow code is deterministic. Every rule is seen red here too. */
class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.hubkeeper.workflows");
  private static final JavaClasses OFFENDERS =
      new ClassFileImporter().importPackages("org.hubkeeper.workflows.forbidden");

  /** What may differ from one execution of the same history to the next. */
  private static final Map<String, Set<String>> CHANGING_CALLS =
      Map.of(
          "java.lang.System",
          Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "exit"),
          "java.lang.Thread",
          Set.of("sleep", "start", "<init>", "currentThread"),
          "java.lang.Math",
          Set.of("random"),
          "java.util.UUID",
          Set.of("randomUUID"),
          "java.time.Instant",
          Set.of("now"),
          "java.time.LocalDate",
          Set.of("now"),
          "java.time.LocalDateTime",
          Set.of("now"),
          "java.time.ZonedDateTime",
          Set.of("now"),
          "java.time.ZoneId",
          Set.of("systemDefault"),
          "java.util.Locale",
          Set.of("getDefault"));

  static List<ArchRule> rules() {
    return List.of(noCloud(), noOtherRunbook(), noChangingCall(), noFilesThreadsRandomOrNetwork());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleHoldsAndIsSeenToFail(ArchRule rule) {
    rule.check(MAIN);

    assertThatThrownBy(() -> rule.check(OFFENDERS)).isInstanceOf(AssertionError.class);
  }

  @Test
  void theRulesSeeTheCode() {
    assertThat(MAIN.contain("org.hubkeeper.workflows.runbook.prune.PruneVolumesImpl")).isTrue();
    assertThat(OFFENDERS.contain(Offender.class)).isTrue();
  }

  private static ArchRule noCloud() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon..",
            "com.google.cloud..",
            "io.fabric8..",
            "ch.qos.logback..",
            "org.hubkeeper.activities..",
            "org.hubkeeper.fleet..",
            "org.hubkeeper.worker..",
            "org.hubkeeper.starter..");
  }

  private static ArchRule noOtherRunbook() {
    return slices()
        .matching("org.hubkeeper.workflows.(runbook|forbidden).(*)..")
        .should()
        .notDependOnEachOther();
  }

  private static ArchRule noChangingCall() {
    return noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "clock, environment, random or thread",
                (JavaAccess<?> access) ->
                    CHANGING_CALLS
                        .getOrDefault(access.getTargetOwner().getName(), Set.of())
                        .contains(access.getName())));
  }

  private static ArchRule noFilesThreadsRandomOrNetwork() {
    return noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "files, network, random, thread pools",
                type ->
                    type.getPackageName().startsWith("java.net")
                        || type.getPackageName().startsWith("java.nio.file")
                        || type.getPackageName().startsWith("java.security.SecureRandom")
                        || type.getPackageName().startsWith("java.util.concurrent")
                            && !type.getName().endsWith("AtomicReference")
                        || type.getName().equals("java.io.File")
                        || type.getName().equals("java.util.Random")));
  }
}
