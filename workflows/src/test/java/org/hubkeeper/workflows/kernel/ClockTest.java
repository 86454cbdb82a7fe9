package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time of a run. */
class ClockTest extends KernelTest {

  @ParameterizedTest
  @ValueSource(doubles = {1, 100_000})
  void aWaitTakesItsTimeDividedByTheFactorAndNowIsAsIfItHadTakenAll(double factor) {
    Report report = waiting(factor).result();

    Step step = report.steps().get(0);
    assertThat(Duration.between(step.startedAt(), step.finishedAt()))
        .isBetween(seconds(7 * 86_400 / factor), seconds(7 * 86_400 / factor + 5));
    assertThat(Duration.parse(report.results().get(0)))
        .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusSeconds(5));
  }

  @Test
  void aPauseInAWaitDoesNotBeginItAnew() {
    TestRun run = waiting(1000);
    run.until(report -> report.status() == Status.WAITING);
    temporal.pass(Duration.ofSeconds(300));
    run.signal("pause", SAM);
    temporal.pass(Duration.ofSeconds(1));
    run.signal("resume", SAM);
    Report report = run.result();

    Step step = report.steps().get(0);
    assertThat(Duration.between(step.startedAt(), step.finishedAt()))
        .isBetween(seconds(604), seconds(640));
  }

  @ParameterizedTest
  @CsvSource({"1, 1200, 60", "10, 120, 6", "1000000, 120, 0.25"})
  void limitsAndPausesShrinkButNotBelowWhatCallsNeed(double factor, long limit, double pause) {
    Clock clock = new Clock(factor);

    assertThat(clock.limit(Duration.ofMinutes(20))).isEqualTo(Duration.ofSeconds(limit));
    assertThat(clock.pause(Duration.ofMinutes(1))).isEqualTo(seconds(pause));
    assertThat(clock.limit(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T08:30:40Z, 2026-11-01T01:30, 2026-11-01T08:30:00Z",
    "2026-11-01T09:30:00Z, 2026-11-01T01:30, 2026-11-01T09:30:00Z",
    "2026-03-08T09:59:00Z, 2026-03-08T01:59, 2026-03-08T09:59:00Z",
    "2026-03-08T10:00:00Z, 2026-03-08T03:00, 2026-03-08T10:00:00Z"
  })
  void timesAreToldLocallyAndInUtcAlsoWhenClocksChange(Instant at, String local, String utc) {
    assertThat(Clock.localAndUtc(at, "America/Los_Angeles"))
        .contains(local + " America/Los_Angeles", "(" + utc + ")");
  }

  private TestRun waiting(double factor) {
    return start(
        (steps, request, probe) -> {
          Instant before = steps.clock().now();
          steps.sleepUntil("Wait", before.plus(Duration.ofDays(7)), "UTC", "nothing");
          steps.result(Duration.between(before, steps.clock().now()).toString());
        },
        Map.of("cluster", cluster, "timeFactor", factor));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
