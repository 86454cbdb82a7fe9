package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.docs.DocumentedCommand;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.starter.Main;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.codec.EncryptionCodec;
import org.hubkeeper.workflows.codec.PayloadKey;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.runbook.Runbooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With keys configured, what passes through the Temporal server is readable only with them. */
class EncryptionRehearsalTest {

  private static final String UI = "http://ui.example.org";

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final PayloadKey old = key("2025", 1);
  private final PayloadKey current = key("2026", 2);

  @AfterEach
  void inClearAgain() {
    world.reconfigure(config -> config.remove("codec"));
  }

  @Test
  @Tag("full")
  void aRunIsUnreadableWithoutItsKeysAndGoesOnWhenTheyRotate() throws Exception {
    workerHas(old);
    world.scene("default");
    RunClient withOld = client(old);
    TestRun begun =
        new TestRun(
            withOld,
            withOld.start(
                Runbooks.find("prune-volumes").orElseThrow(),
                Json.MAPPER.valueToTree(
                    Map.of("cluster", RehearsalWorld.TEST, "timeFactor", 2_000_000.0))));
    begun.question();

    workerHas(current, old);
    RunClient withBoth = client(current, old);
    TestRun run = new TestRun(withBoth, begun.ref());
    Report report = run.approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    List<Payload> payloads = payloads(run);
    assertThat(payloads).hasSizeGreaterThan(40);
    assertThat(payloads).allMatch(one -> metadata(one, "encoding").equals("binary/encrypted"));
    Set<String> used = new TreeSet<>();
    payloads.forEach(one -> used.add(metadata(one, "encryption-key-id")));
    assertThat(used).containsExactly("2025", "2026");
    assertThat(show(run, current, old)).contains("COMPLETED").contains("Snapshot 10 volumes");
    assertThat(show(run, current).lines())
        .hasSize(1)
        .allMatch(line -> line.contains("the key \"2025\", and here are only [2026]; add that"));
    assertThat(show(run, key("2025", 3), current).lines())
        .hasSize(1)
        .allMatch(line -> line.contains("compare the secrets"));
    assertThat(decoded(payloads.get(0), UI).body())
        .contains(
            Base64.getEncoder().encodeToString("json/plain".getBytes(StandardCharsets.UTF_8)));
    assertThat(decoded(payloads.get(0), "http://elsewhere.example.org").statusCode())
        .isEqualTo(403);
  }

  private void workerHas(PayloadKey... keys) {
    world.reconfigure(
        config -> {
          config.putObject("codec").putArray("origins").add(UI);
          ArrayNode places = config.withObject("/codec").putArray("keys");
          for (PayloadKey key : keys) {
            places.addObject().put("id", key.id()).put("key", "file:" + file(key));
          }
        });
  }

  private Path file(PayloadKey key) {
    try {
      return Files.writeString(
          world.address().file("codec-" + key.id()),
          Base64.getEncoder().encodeToString(key.key().getEncoded()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private RunClient client(PayloadKey... keys) {
    return new RunClient(connection(keys));
  }

  private TemporalConnection connection(PayloadKey... keys) {
    WorkflowClient clear = world.client().connection().client();
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder(clear.getOptions())
            .setDataConverter(EncryptionCodec.converter(List.of(keys)))
            .build();
    return TemporalConnection.of(
        WorkflowClient.newInstance(clear.getWorkflowServiceStubs(), options),
        world.address().temporal());
  }

  /** All that {@code hubkeeper show} says, with these keys. */
  private String show(TestRun run, PayloadKey... keys) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Console console = Console.plain(said, said, new ByteArrayInputStream(new byte[0]));
    Main.run(
        DocumentedCommand.context(console, flags -> connection(keys)),
        "show",
        run.ref().workflowId());
    return said.toString(StandardCharsets.UTF_8);
  }

  /** As the Temporal UI asks the worker's codec endpoint. */
  private HttpResponse<String> decoded(Payload payload, String origin) throws Exception {
    JsonNode ready = Json.MAPPER.readTree(world.address().file("worker-ready.json").toFile());
    String json = com.google.protobuf.util.JsonFormat.printer().print(payload);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + ready.path("healthPort").asInt() + "/codec/decode"))
                .header("Origin", origin)
                .header("X-Namespace", TemporalServer.NAMESPACE)
                .POST(BodyPublishers.ofString("{\"payloads\": [" + json + "]}"))
                .build(),
            BodyHandlers.ofString());
  }

  /** Every payload of the run and of its children, wherever it is, but for search attributes. */
  private static List<Payload> payloads(TestRun run) {
    List<Payload> found = new ArrayList<>();
    Stream.concat(Stream.of(run), run.children().stream())
        .flatMap(one -> one.eventList().stream())
        .forEach(event -> collect(event, found));
    return found;
  }

  private static void collect(Object value, List<Payload> found) {
    if (value instanceof Payload payload) {
      found.add(payload);
    } else if (value instanceof List<?> list) {
      list.forEach(one -> collect(one, found));
    } else if (value instanceof Message message && !(value instanceof SearchAttributes)) {
      for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
        collect(field.getValue(), found);
      }
    }
  }

  private static String metadata(Payload payload, String name) {
    return payload.getMetadataOrDefault(name, com.google.protobuf.ByteString.EMPTY).toStringUtf8();
  }

  private static PayloadKey key(String id, int fill) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return PayloadKey.of(id, Base64.getEncoder().encodeToString(bytes));
  }
}
