package org.hubkeeper.activities;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.FailureTranslator.Translation;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FailureTranslatorsTest {

  private final FailureTranslators translators =
      new FailureTranslators(
          List.of(
              e ->
                  e instanceof ArithmeticException
                      ? Optional.of(new Translation(FailureKind.THROTTLED, e.getMessage()))
                      : Optional.empty()));

  @Test
  void aFailureInsideAWrapperIsTranslatedAndTheOriginalIsNotKept() {
    RuntimeException wrapped = new IllegalStateException("x", new ArithmeticException("slow"));

    RuntimeException told = translators.translate(wrapped).orElseThrow();

    assertThat(((ApplicationFailure) told).getType()).isEqualTo("THROTTLED");
    assertThat(((ApplicationFailure) told).getOriginalMessage()).isEqualTo("slow");
    assertThat(told).hasNoCause();
  }

  @Test
  void whatTheKernelKnowsStaysAsItIsAlsoInsideOfAWrapper() {
    RuntimeException known = Failures.of(FailureKind.DRIFTED, "other account", null);

    assertThat(translators.translate(new IllegalStateException(known))).containsSame(known);
  }

  @Test
  void anOutlivedAttemptStaysOne() {
    RuntimeException outlived = new OutlivedException();

    assertThat(translators.translate(new IllegalStateException(outlived))).containsSame(outlived);
  }

  @Test
  void whatNobodyKnowsIsADefect() {
    assertThat(translators.translate(new IllegalStateException("bug"))).isEmpty();
  }

  @Test
  @Tag("fact-13")
  void ofAnAccessKeyIdOnlyTheLastThreeCharactersAreShown() {
    ArithmeticException withKey = new ArithmeticException("key AKIAIOSFODNN7EXAMOPU is bad");

    RuntimeException told = translators.translate(withKey).orElseThrow();

    assertThat(((ApplicationFailure) told).getOriginalMessage()).isEqualTo("key …OPU is bad");
  }
}
