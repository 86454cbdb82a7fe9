package org.hubkeeper.activities.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Clients of AWS for a cluster's account and region.
 *
 * <p>Endpoints and the worker's own credentials are found as the SDK finds them; the region is
 * always the cluster's. The first client for an account makes sure that it is that account: DRIFTED
 * when the credentials are of another.
 */
public final class AwsClients implements AwsApis, AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;

  /** With a role the session carries the run, so there is a set of clients for each. */
  private static final int KEPT = 256;

  private final Function<ClusterRef, AwsAccess> access;
  private final AwsLimits limits;
  private final Supplier<String> run;
  private final SdkHttpClient http;
  private final OwnCredentials own = new OwnCredentials();
  private final ScheduledExecutorService timer = timer();
  private final Map<Key, Account> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Account> eldest) {
          return size() > KEPT;
        }
      };

  /** What tells one set of clients from another. */
  private record Key(String account, String region, AwsAccess access, String session) {}

  /**
   * Opens no connection yet.
   *
   * @param access the role for a cluster, from the fleet file
   * @param run names the run that asks, for the session of an assumed role
   */
  public AwsClients(
      Function<ClusterRef, AwsAccess> access,
      Network network,
      AwsLimits limits,
      Supplier<String> run) {
    this.access = access;
    this.limits = limits;
    this.run = run;
    this.http = AwsHttp.open(network, ANSWER);
  }

  @Override
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      ClusterRef cluster, Class<C> type, Supplier<B> builder) {
    Key key = key(cluster);
    Account account = account(key);
    account.verify(cluster);
    return account.client(type, () -> build(builder, key, account.credentials()));
  }

  AwsCredentialsProvider credentials(ClusterRef cluster) {
    Account account = account(key(cluster));
    account.verify(cluster);
    return account.credentials();
  }

  @Override
  public void close() {
    http.close();
    own.close();
    timer.shutdownNow();
  }

  private Key key(ClusterRef cluster) {
    AwsAccess role = access.apply(cluster);
    String session = role.assumesRole() ? SessionName.of(run.get()) : "";
    return new Key(cluster.account(), cluster.region(), role, session);
  }

  private Account account(Key key) {
    synchronized (accounts) {
      return accounts.computeIfAbsent(key, this::open);
    }
  }

  private Account open(Key key) {
    AwsCredentialsProvider credentials = key.access().assumesRole() ? assumed(key) : own;
    return new Account(
        credentials,
        () -> build(StsClient::builder, key, credentials).getCallerIdentity().account());
  }

  /** Renewed by the SDK when it is about to expire. */
  private AwsCredentialsProvider assumed(Key key) {
    String externalId = key.access().externalId();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(build(StsClient::builder, key, own))
        .refreshRequest(
            request ->
                request
                    .roleArn(key.access().roleArn())
                    .roleSessionName(key.session())
                    .externalId(externalId.isEmpty() ? null : externalId))
        .build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      Supplier<B> builder, Key key, AwsCredentialsProvider credentials) {
    return builder
        .get()
        .region(Region.of(key.region()))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(configuration(key))
        .build();
  }

  private ClientOverrideConfiguration configuration(Key key) {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(ANSWER)
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build())
        .scheduledExecutorService(timer)
        .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "hubkeeper")
        .addExecutionInterceptor(
            new CallGuard(
                limits.bucket(key.account(), key.region(), true),
                limits.bucket(key.account(), key.region(), false)))
        .build();
  }

  private static ScheduledExecutorService timer() {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, "hubkeeper-aws-timer");
          thread.setDaemon(true);
          return thread;
        });
  }
}
