package org.hubkeeper.workflows.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Freeze windows are local times, also where clocks change. */
class ClusterSliceTest {

  @ParameterizedTest
  @CsvSource({
    // An ordinary window in winter: UTC-8.
    "2026-12-07T00:00, 2026-12-12T23:59, 2026-12-07T07:59:59Z, false",
    "2026-12-07T00:00, 2026-12-12T23:59, 2026-12-07T08:00:00Z, true",
    "2026-12-07T00:00, 2026-12-12T23:59, 2026-12-13T07:58:59Z, true",
    "2026-12-07T00:00, 2026-12-12T23:59, 2026-12-13T07:59:00Z, false",
    // Clocks go back on 2026-11-01 at 09:00 UTC, so 01:30 comes twice: both belong to the window.
    "2026-11-01T01:30, 2026-11-01T01:45, 2026-11-01T08:29:59Z, false",
    "2026-11-01T01:30, 2026-11-01T01:45, 2026-11-01T08:30:00Z, true",
    "2026-11-01T01:30, 2026-11-01T01:45, 2026-11-01T09:44:59Z, true",
    "2026-11-01T01:30, 2026-11-01T01:45, 2026-11-01T09:45:00Z, false",
    // Clocks go forward on 2026-03-08 at 10:00 UTC: 02:30 never comes, the time after it counts.
    "2026-03-08T02:30, 2026-03-08T04:00, 2026-03-08T10:29:59Z, false",
    "2026-03-08T02:30, 2026-03-08T04:00, 2026-03-08T10:30:00Z, true",
    "2026-03-08T02:30, 2026-03-08T04:00, 2026-03-08T11:00:00Z, false",
    "2026-03-07T12:00, 2026-03-08T02:30, 2026-03-08T10:29:59Z, true"
  })
  void aWindowHoldsFromItsLocalBeginningToItsLocalEnd(
      String from, String to, Instant now, boolean frozen) {
    assertThat(slice(new ClusterSlice.Freeze(from, to, "finals")).frozen(now).isPresent())
        .isEqualTo(frozen);
  }

  @Test
  void theReasonNamesTheWindowLocallyAndInUtc() {
    ClusterSlice.Freeze finals =
        new ClusterSlice.Freeze("2026-12-07T00:00", "2026-12-12T23:59", "finals");

    assertThat(slice(finals).frozen(Instant.parse("2026-12-08T00:00:00Z")))
        .contains(
            "frozen for finals from 2026-12-07T00:00 to 2026-12-12T23:59 in America/Los_Angeles"
                + " (2026-12-07T08:00:00Z to 2026-12-13T07:59:00Z)");
  }

  private static ClusterSlice slice(ClusterSlice.Freeze freeze) {
    return new ClusterSlice(
        Slices.ref("x", "test"),
        List.of(),
        List.of(),
        new Approvals(List.of(), List.of()),
        List.of(),
        "America/Los_Angeles",
        List.of(freeze),
        List.of(),
        UpgradePolicy.DEFAULT,
        "",
        "");
  }
}
