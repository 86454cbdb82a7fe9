package org.hubkeeper.starter.connect;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection to one namespace of one Temporal server. */
public final class TemporalConnection implements AutoCloseable {

  /** How long people wait for a server that is not there, and for a worker that is not. */
  public static final Duration LIMIT = Duration.ofMillis(2500);

  /** Held, since a logger that nobody holds forgets its level. Failures are told in our words. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  static {
    GRPC.setLevel(Level.OFF);
  }

  private final WorkflowClient client;
  private final String address;
  private final boolean ours;

  private TemporalConnection(WorkflowClient client, String address, boolean ours) {
    this.client = client;
    this.address = address;
    this.ours = ours;
  }

  /** Connects, so that an absent server is told at once and in one sentence. */
  static TemporalConnection open(ClientConfigProfile profile) {
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
            .setRpcTimeout(Duration.ofSeconds(5))
            .setRpcQueryTimeout(Duration.ofSeconds(3))
            // The default retries for a minute, while a person looks at nothing.
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder().setExpiration(Duration.ofSeconds(3)).build())
            .validateAndBuildWithDefaults();
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
    try {
      // Without retries, so that a refused connection is told at once.
      stubs
          .blockingStub()
          .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      stubs.shutdownNow();
      throw ServerFailure.words(e, profile.getAddress(), profile.getNamespace());
    }
    return new TemporalConnection(
        WorkflowClient.newInstance(stubs, profile.toWorkflowClientOptions()),
        profile.getAddress(),
        true);
  }

  /** To a server that the caller has started itself, as a rehearsal does. */
  public static TemporalConnection to(String address, String namespace) {
    return open(
        ClientConfigProfile.newBuilder().setAddress(address).setNamespace(namespace).build());
  }

  /** Over a client that the caller has made, and closes. */
  public static TemporalConnection of(WorkflowClient client, String address) {
    return new TemporalConnection(client, address, false);
  }

  public WorkflowClient client() {
    return client;
  }

  public WorkflowClientOptions options() {
    return client.getOptions();
  }

  public String namespace() {
    return client.getOptions().getNamespace();
  }

  public String address() {
    return address;
  }

  /** The service itself, for one call that must be answered soon. */
  public WorkflowServiceBlockingStub service() {
    return client.getWorkflowServiceStubs().blockingStub().withDeadlineAfter(3, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (ours) {
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }
}
