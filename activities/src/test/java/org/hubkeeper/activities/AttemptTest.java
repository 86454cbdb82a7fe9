package org.hubkeeper.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttemptTest {

  @Test
  void anOutlivedAttemptIsStoppedBeforeItsNextChange() {
    try (Attempt attempt = Attempt.begin(() -> false)) {
      assertThat(Attempt.current()).contains(attempt);
      assertThatThrownBy(Attempt::checkStillOurs).isInstanceOf(OutlivedException.class);
    }
  }

  @Test
  void anAttemptThatCountsGoesOn() {
    try (Attempt attempt = Attempt.begin(() -> true)) {
      assertThat(Attempt.current()).contains(attempt);
      assertThatCode(Attempt::checkStillOurs).doesNotThrowAnyException();
    }
  }

  @Test
  void aClosedAttemptLeavesTheThreadToTheOneBefore() {
    try (Attempt outer = Attempt.begin(() -> false)) {
      try (Attempt inner = Attempt.begin(() -> true)) {
        assertThat(Attempt.current()).contains(inner);
      }
      assertThat(Attempt.current()).contains(outer);
    }
    assertThat(Attempt.current()).isEmpty();
  }

  @Test
  void pagesActForTheirRun() {
    assertThat(Run.idOf("prune-volumes/a/20261121-070355-ab12/page-3"))
        .isEqualTo("prune-volumes/a/20261121-070355-ab12");
    assertThat(Run.idOf("prune-volumes/page-x/1")).isEqualTo("prune-volumes/page-x/1");
  }
}
