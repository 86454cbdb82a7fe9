package org.hubkeeper.rehearsal.world;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.rehearsal.process.Guard;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/**
 * The real Temporal server for one machine, on loopback. What it knows is in a file, so that it can
 * be killed and started again on the same ports.
 *
 * @param command the {@code temporal} command
 * @param data the file
 */
public record TemporalServer(Guard guard, Path command, Path data, int port, int uiPort) {

  /** The only namespace. */
  public static final String NAMESPACE = "default";

  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;

  private static final List<String> SEARCH_ATTRIBUTES =
      List.of("HubkeeperCluster", "HubkeeperRunbook", "HubkeeperState", "HubkeeperWaitingFor");

  // As it comes, every dispatch of the server for one machine waits for a beat of 50 ms.
  private static final List<String> SETTINGS =
      List.of(
          "history.transferProcessorMaxPollRPS=2000",
          "history.transferProcessorMaxPollHostRPS=5000");

  private static final List<String> PRAGMAS = List.of("journal_mode=WAL", "synchronous=NORMAL");

  /** Where clients find it. */
  public String address() {
    return HOST + ":" + port;
  }

  /** Where people find it. */
  public String ui() {
    return "http://" + HOST + ":" + uiPort;
  }

  /** Starts it without waiting until it serves. */
  public Supervised launch() {
    return Supervised.start(guard, Launch.of("Temporal", arguments(), data.getParent()));
  }

  private List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command.toString(), "server", "start-dev", "--ip", HOST, "--log-level", "warn"));
    arguments.addAll(List.of("--port", String.valueOf(port), "--ui-port", String.valueOf(uiPort)));
    arguments.addAll(List.of("--db-filename", data.toString()));
    SEARCH_ATTRIBUTES.forEach(
        name -> arguments.addAll(List.of("--search-attribute", name + "=Keyword")));
    SETTINGS.forEach(value -> arguments.addAll(List.of("--dynamic-config-value", value)));
    PRAGMAS.forEach(value -> arguments.addAll(List.of("--sqlite-pragma", value)));
    return arguments;
  }

  /** Returns once it serves its namespace. */
  public void awaitReady(Supervised process) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
    try {
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!serves(stubs)) {
        if (!process.alive()) {
          throw process.failure("ended");
        }
        if (Instant.now().isAfter(deadline)) {
          throw process.failure("does not serve after " + PATIENCE.toSeconds() + " s");
        }
        nap();
      }
    } finally {
      stubs.shutdownNow();
    }
  }

  private static boolean serves(WorkflowServiceStubs stubs) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  private static void nap() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted", e);
    }
  }
}
