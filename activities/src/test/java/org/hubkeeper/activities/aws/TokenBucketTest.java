package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final AtomicLong now = new AtomicLong();
  private final TokenBucket bucket = new TokenBucket(10, 3, now::get);

  @Test
  void theBurstGoesAtOnceAndTheRestAtTheRate() {
    assertThat(bucket.owe()).isZero();
    assertThat(bucket.owe()).isZero();
    assertThat(bucket.owe()).isZero();
    assertThat(Duration.ofNanos(bucket.owe())).isEqualTo(Duration.ofMillis(100));
    assertThat(Duration.ofNanos(bucket.owe())).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aQuietTimeFillsItUpToTheBurst() {
    bucket.owe();
    pass(Duration.ofHours(1));

    assertThat(bucket.owe() + bucket.owe() + bucket.owe()).isZero();
    assertThat(bucket.owe()).isPositive();
  }

  @Test
  void throttlingHalvesTheRateOnceASecond() {
    bucket.slowDown();
    bucket.slowDown();
    assertThat(Duration.ofNanos(bucket.owe())).isEqualTo(Duration.ofMillis(200));

    pass(Duration.ofSeconds(1));
    bucket.slowDown();
    assertThat(Duration.ofNanos(bucket.owe())).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void tenSecondsWithoutThrottlingGiveTheRateBack() {
    bucket.slowDown();
    pass(Duration.ofSeconds(10));
    bucket.owe();
    bucket.owe();
    bucket.owe();

    assertThat(Duration.ofNanos(bucket.owe())).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void accountsAndRegionsDoNotSlowEachOther() {
    AwsLimits limits = new AwsLimits(AwsLimits.Rates.DEFAULT, now::get);

    assertThat(limits.bucket("1", "us-west-2", true))
        .isSameAs(limits.bucket("1", "us-west-2", true))
        .isNotSameAs(limits.bucket("1", "us-west-2", false))
        .isNotSameAs(limits.bucket("1", "us-east-1", true))
        .isNotSameAs(limits.bucket("2", "us-west-2", true));
  }

  @Test
  void aSessionIsNamedAfterTheEndOfItsRun() {
    assertThat(SessionName.of("prune-volumes/ds-osu-test/20261121-070355-ab12"))
        .isEqualTo("hubkeeper-prune-volumes-ds-osu-test-20261121-070355-ab12");
    assertThat(SessionName.of("x".repeat(80) + "/ü")).hasSize(64).endsWith("x--");
  }

  private void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }
}
