package org.hubkeeper.activities.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * A token for the API server of an EKS cluster: a signed request, not sent, by which the cluster
 * asks STS who signed it. It is made in process, so a new one costs nothing.
 */
final class ClusterToken implements Supplier<String> {

  private static final String PREFIX = "k8s-aws-v1.";
  private static final String CLUSTER_HEADER = "x-k8s-aws-id";

  /** EKS takes a token for 15 minutes whatever it says; whoever believes it takes it this long. */
  private static final Duration SAYS = Duration.ofSeconds(60);

  private static final Duration RENEWED = Duration.ofSeconds(45);

  private final String cluster;
  private final String region;
  private final URI sts;
  private final AwsCredentialsProvider credentials;
  private final Clock clock;
  private String token = "";
  private Instant madeAt = Instant.EPOCH;

  ClusterToken(
      String cluster, String region, URI sts, AwsCredentialsProvider credentials, Clock clock) {
    this.cluster = cluster;
    this.region = region;
    this.sts = sts;
    this.credentials = credentials;
    this.clock = clock;
  }

  @Override
  public synchronized String get() {
    if (!clock.instant().isBefore(madeAt.plus(RENEWED))) {
      token = PREFIX + encoded(signed());
      madeAt = clock.instant();
    }
    return token;
  }

  private URI signed() {
    return AwsV4HttpSigner.create()
        .sign(
            to ->
                to.identity(credentials.resolveCredentials())
                    .request(request())
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, SAYS)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
        .request()
        .getUri();
  }

  private SdkHttpRequest request() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .uri(sts)
        .encodedPath("/")
        .putRawQueryParameter("Action", "GetCallerIdentity")
        .putRawQueryParameter("Version", "2011-06-15")
        .putHeader(CLUSTER_HEADER, cluster)
        .build();
  }

  private static String encoded(URI url) {
    byte[] bytes = url.toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
