package org.hubkeeper.worker;

import com.uber.m3.tally.Scope;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;

/** The connection to the Temporal server, from Temporal's own environment configuration. */
final class Connection implements AutoCloseable {

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final String address;

  private Connection(WorkflowServiceStubs stubs, WorkflowClient client, String address) {
    this.stubs = stubs;
    this.client = client;
    this.address = address;
  }

  /**
   * Connects; calls and workers over it are counted in the scope. The message of a {@link
   * WorkerConfig.Problem} names the address and the remedy.
   */
  static Connection open(String profileName, Scope metrics, DataConverter converter)
      throws WorkerConfig.Problem {
    ClientConfigProfile profile = load(profileName);
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
            .setMetricsScope(metrics)
            .build();
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
    String address = options.getTarget();
    try {
      stubs.connect(Duration.ofSeconds(10));
    } catch (StatusRuntimeException | IllegalStateException e) {
      stubs.shutdownNow();
      throw new WorkerConfig.Problem(
          "no Temporal server answers at "
              + address
              + "; start one or set TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE)");
    }
    WorkflowClientOptions clientOptions =
        WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
            .setDataConverter(converter)
            .setIdentity("hubkeeper-worker@" + ProcessHandle.current().pid())
            .build();
    return new Connection(stubs, WorkflowClient.newInstance(stubs, clientOptions), address);
  }

  private static ClientConfigProfile load(String name) throws WorkerConfig.Problem {
    try {
      LoadClientConfigProfileOptions.Builder options = LoadClientConfigProfileOptions.newBuilder();
      if (!name.isEmpty()) {
        options.setConfigFileProfile(name);
      }
      return ClientConfigProfile.load(options.build());
    } catch (IOException | IllegalArgumentException e) {
      throw new WorkerConfig.Problem(
          "temporal.profile: Temporal's configuration can't be read: " + e.getMessage());
    }
  }

  WorkflowServiceStubs stubs() {
    return stubs;
  }

  WorkflowClient client() {
    return client;
  }

  String namespace() {
    return client.getOptions().getNamespace();
  }

  String address() {
    return address;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
