package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class ClusterTokenTest {

  private final Ticking clock = new Ticking();
  private final ClusterToken token =
      new ClusterToken(
          "prod-cluster",
          "eu-central-1",
          URI.create("https://sts.eu-central-1.amazonaws.com"),
          StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "secret")),
          clock);

  @Test
  void aTokenIsASignedQuestionToTheRegionalStsThatNamesTheCluster() {
    assertThat(token.get()).startsWith("k8s-aws-v1.").doesNotContain("=");
    assertThat(url(token.get()))
        .startsWith("https://sts.eu-central-1.amazonaws.com/?")
        .contains("Action=GetCallerIdentity")
        .contains("X-Amz-Expires=60")
        .contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id")
        .contains("X-Amz-Signature=");
  }

  @Test
  void aTokenIsRenewedBeforeItExpires() {
    String first = token.get();

    clock.now = clock.now.plusSeconds(44);
    assertThat(token.get()).isEqualTo(first);

    clock.now = clock.now.plusSeconds(1);
    assertThat(token.get()).isNotEqualTo(first);
  }

  static String url(String token) {
    String encoded = token.substring("k8s-aws-v1.".length());
    return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static final class Ticking extends Clock {

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
