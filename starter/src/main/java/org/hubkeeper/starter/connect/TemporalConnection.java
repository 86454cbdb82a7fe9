package org.hubkeeper.starter.connect;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  private final WorkflowServiceStubs stubs;
  private final Supplier<WorkflowClient> clients;
  private final String namespace;
  private final String address;
  private final boolean ours;
  private WorkflowClient client;

  private TemporalConnection(
      WorkflowServiceStubs stubs,
      Supplier<WorkflowClient> clients,
      String namespace,
      String address,
      boolean ours) {
    this.stubs = stubs;
    this.clients = clients;
    this.namespace = namespace;
    this.address = address;
    this.ours = ours;
  }

  /** Prepares the connection; the first call makes it. */
  static TemporalConnection open(ClientConfigProfile profile, Supplier<DataConverter> converter) {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options(profile));
    return new TemporalConnection(
        stubs,
        () ->
            WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                    .setDataConverter(converter.get())
                    .build()),
        profile.getNamespace(),
        profile.getAddress(),
        true);
  }

  /** Returns once the server has answered, so that an absent one is told at once. */
  public TemporalConnection checked() {
    try {
      // Without retries: they would hide a refused connection for seconds.
      stubs
          .blockingStub()
          .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return this;
    } catch (StatusRuntimeException e) {
      close();
      throw ServerFailure.words(e, address, namespace);
    }
  }

  private static WorkflowServiceStubsOptions options(ClientConfigProfile profile) {
    return WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
        .setRpcTimeout(Duration.ofSeconds(5))
        .setRpcQueryTimeout(Duration.ofSeconds(3))
        // The default retries for a minute, while a person looks at nothing.
        .setRpcRetryOptions(
            RpcRetryOptions.newBuilder().setExpiration(Duration.ofSeconds(3)).build())
        .validateAndBuildWithDefaults();
  }

  /** To a server that the caller has started itself, as a rehearsal does. */
  public static TemporalConnection to(String address, String namespace) {
    return open(
            ClientConfigProfile.newBuilder().setAddress(address).setNamespace(namespace).build(),
            () -> DefaultDataConverter.STANDARD_INSTANCE)
        .checked();
  }

  /** Over a client that the caller has made, and closes. */
  public static TemporalConnection of(WorkflowClient client, String address) {
    return new TemporalConnection(
        client.getWorkflowServiceStubs(),
        () -> client,
        client.getOptions().getNamespace(),
        address,
        false);
  }

  /** Made when it is first wanted: a list of runs does without. */
  public synchronized WorkflowClient client() {
    if (client == null) {
      client = clients.get();
    }
    return client;
  }

  public WorkflowClientOptions options() {
    return client().getOptions();
  }

  public String namespace() {
    return namespace;
  }

  public String address() {
    return address;
  }

  /** The service itself, for one call that must be answered soon. */
  public WorkflowServiceBlockingStub service() {
    return stubs.blockingStub().withDeadlineAfter(3, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (ours) {
      stubs.shutdownNow();
    }
  }
}
