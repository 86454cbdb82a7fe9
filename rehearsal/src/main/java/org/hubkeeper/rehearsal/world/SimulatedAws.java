package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/** The simulated AWS as those see it who set it up and look into it; the worker never does. */
public final class SimulatedAws {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  // A scenario of ten thousand volumes takes a while.
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final URI endpoint;
  private final HttpClient http =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

  /** The simulation that listens at this address. */
  public SimulatedAws(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** For AWS_ENDPOINT_URL. */
  public URI endpoint() {
    return endpoint;
  }

  /** The names of all scenarios. */
  public List<String> scenarios() {
    return read(call("GET", "scenarios", null), new TypeReference<>() {});
  }

  /** Adds a scenario's state and answers what was made, see the simulator's README. */
  public JsonNode scenario(
      String name, String cluster, List<Map<String, String>> clusters, Map<String, ?> options) {
    return call(
        "POST",
        "scenario",
        Map.of("name", name, "cluster", cluster, "clusters", clusters, "options", options));
  }

  /** Back to an empty world; the request log stays. */
  public void reset() {
    call("POST", "reset", Map.of());
  }

  /** Replaces all injected faults. */
  public void faults(List<Map<String, Object>> faults) {
    call("POST", "faults", faults);
  }

  /** Replaces what shall go wrong inside AWS; see the simulator's README. */
  public void failures(List<Map<String, Object>> failures) {
    call("POST", "failures", failures);
  }

  /** The faults in force with their counters. */
  public JsonNode faults() {
    return call("GET", "faults", null);
  }

  /** Registers access keys. */
  public void callers(List<Map<String, Object>> callers) {
    call("POST", "callers", callers);
  }

  /** Says who a role is in which cluster. */
  public void accessEntries(Map<String, ?> byCluster) {
    call("POST", "access-entries", byCluster);
  }

  /** Lets a name that is in none of its zones lead to another, as people do at other providers. */
  public void publish(String name, String target) {
    call("POST", "names", Map.of(name, target));
  }

  /** Tells how the simulator reaches API servers, for what happens behind the run's back. */
  public void kubernetes(Map<String, ?> byCluster) {
    call("POST", "kubernetes", byCluster);
  }

  /** Adds changes that happen once, before or after a request. */
  public void hooks(List<Map<String, Object>> hooks) {
    call("POST", "hooks", hooks);
  }

  /** Replaces AWS's own durations by real seconds. */
  public void delays(Map<String, Double> seconds) {
    call("POST", "delays", seconds);
  }

  /** Volumes, snapshots and clusters of all accounts and regions. */
  public JsonNode state() {
    return call("GET", "state", null);
  }

  /** Everything that can be left behind, of all accounts and regions. */
  public List<Resource> resources() {
    return read(call("GET", "resources", null), new TypeReference<>() {});
  }

  /** All requests of one caller since a number; changes only, or all. */
  public List<Request> log(long since, String caller, boolean changesOnly) {
    String query = "log?since=%d&caller=%s%s";
    String path = query.formatted(since, caller, changesOnly ? "&mutating=true" : "");
    return read(call("GET", path, null), new TypeReference<>() {});
  }

  /** Forgets all logged requests; the numbers go on. */
  public void clearLog() {
    call("DELETE", "log", null);
  }

  private JsonNode call(String method, String path, Object body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint.resolve("/_hubkeeper/" + path))
              .timeout(LIMIT)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
              .build();
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw CommandFailure.failed(
            "the simulated AWS refuses %s %s: %s"
                .formatted(method, path, answer.path("error").asText()));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("the simulated AWS does not answer at " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted", e);
    }
  }

  private static <T> T read(JsonNode answer, TypeReference<T> type) {
    return JSON.convertValue(answer, type);
  }

  /**
   * One thing of the simulated account.
   *
   * @param vpc the network that it is in, or null
   */
  public record Resource(String kind, String id, Map<String, String> tags, String vpc) {

    /** Unique, also where two kinds use the same words. */
    public String key() {
      return kind + " " + id;
    }
  }

  /**
   * One logged request.
   *
   * @param session name of the session of an assumed role, or null
   * @param error AWS's code of a refusal, or null
   * @param status null when it was left unanswered
   */
  public record Request(
      long n,
      String at,
      String caller,
      String session,
      String service,
      String operation,
      boolean mutating,
      Integer status,
      String error,
      List<String> resources) {}
}
