package org.hubkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What supervisors and monitoring get to read. */
class HealthTest {

  /** A line of Prometheus's text format: name, labels, number. */
  private static final Pattern SAMPLE =
      Pattern.compile("[a-z_]+(\\{[a-zA-Z_]+=\"[^\"]*\".*})? [-+0-9.Ee]+|.* NaN");

  /** Something to do. */
  @ActivityInterface
  public interface Sweep {
    void sweep();
  }

  /** Somebody who does it. */
  @WorkflowInterface
  public interface Sweeper {
    @WorkflowMethod
    void run();
  }

  /** Does it once. */
  public static final class SweeperImpl implements Sweeper {
    @Override
    public void run() {
      Workflow.newActivityStub(
              Sweep.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(5)).build())
          .sweep();
    }
  }

  @Test
  void healthFollowsThePolling() throws Exception {
    AtomicBoolean polling = new AtomicBoolean(true);
    try (Metrics metrics = Metrics.kept();
        Health health = Health.serve(0, polling::get, metrics)) {
      assertThat(get(health, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(health, "/metrics").body()).contains("hubkeeper_worker_polling 1.0");

      polling.set(false);

      assertThat(get(health, "/healthz").statusCode()).isEqualTo(503);
      assertThat(get(health, "/metrics").body()).contains("hubkeeper_worker_polling 0.0");
    }
  }

  @Test
  void metricsAreTheTemporalSdksAndTheProcesssInPrometheussText() throws Exception {
    try (Metrics metrics = Metrics.kept();
        Health health = Health.serve(0, () -> true, metrics);
        TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder().setMetricsScope(metrics.scope()).build())) {
      Worker worker = temporal.newWorker("sweeping");
      worker.registerWorkflowImplementationTypes(SweeperImpl.class);
      worker.registerActivitiesImplementations((Sweep) () -> {});
      temporal.start();
      temporal
          .getWorkflowClient()
          .newWorkflowStub(
              Sweeper.class, WorkflowOptions.newBuilder().setTaskQueue("sweeping").build())
          .run();

      // The SDK hands its figures over bit by bit.
      HttpResponse<String> read =
          awaitText(
              health,
              "temporal_activity_execution_latency",
              "temporal_worker_task_slots_available{",
              "temporal_request_total{");

      assertThat(read.headers().firstValue("Content-Type")).hasValue(Metrics.CONTENT_TYPE);
      assertThat(read.body())
          .contains(
              "jvm_memory_used_bytes{",
              "process_uptime_seconds ",
              "temporal_worker_task_slots_available{",
              "temporal_activity_schedule_to_start_latency_seconds_count{",
              "temporal_request_total{",
              "task_queue=\"sweeping\"");
      assertThat(read.body().lines().filter(line -> !line.startsWith("#")))
          .allMatch(line -> SAMPLE.matcher(line).matches());
    }
  }

  @Test
  void aTakenPortIsOneMessageWithItsField() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        Metrics metrics = Metrics.kept()) {
      assertThatThrownBy(() -> Health.serve(taken.getLocalPort(), () -> true, metrics))
          .hasMessageContaining("health.port: " + taken.getLocalPort() + " is taken");
    }
  }

  /** The SDK's figures arrive every few seconds. */
  private static HttpResponse<String> awaitText(Health health, String... texts) throws Exception {
    Instant limit = Instant.now().plusSeconds(60);
    HttpResponse<String> read = get(health, "/metrics");
    while (!List.of(texts).stream().allMatch(read.body()::contains)
        && Instant.now().isBefore(limit)) {
      Thread.sleep(100);
      read = get(health, "/metrics");
    }
    return read;
  }

  private static HttpResponse<String> get(Health health, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + health.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
