package org.hubkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.hubkeeper.workflows.kernel.StepInterceptor.Place;
import org.junit.jupiter.api.Test;

class ToldStepsTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final ToldSteps told = new ToldSteps();

  @Test
  void aStepIsToldAtMostOnceAMinute() {
    Place step = new Place("run", "id", 3);

    assertThat(told.mayTell(step, NOON)).isTrue();
    assertThat(told.mayTell(step, NOON.plusSeconds(59))).isFalse();
    assertThat(told.mayTell(step, NOON.plusSeconds(60))).isTrue();
  }

  @Test
  void stepsDoNotSilenceEachOther() {
    assertThat(told.mayTell(new Place("run", "id", 3), NOON)).isTrue();
    assertThat(told.mayTell(new Place("run", "id", 4), NOON)).isTrue();
    assertThat(told.mayTell(new Place("run", "other", 3), NOON)).isTrue();
  }
}
