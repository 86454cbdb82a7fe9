package org.hubkeeper.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lets the Temporal UI show, and write, what is encrypted: Temporal's protocol of codec servers.
 * Whoever reaches it can read everything, so it is served on loopback and answers browsers only on
 * pages of the origins that the configuration names.
 */
final class CodecEndpoint implements HttpHandler {

  /** Above the server's own limit for one payload, in base64. */
  private static final int LIMIT = 4 * 1024 * 1024;

  private final PayloadCodec codec;
  private final List<String> origins;

  CodecEndpoint(PayloadCodec codec, List<String> origins) {
    this.codec = codec;
    this.origins = List.copyOf(origins);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    if (origin != null && !origins.contains(origin)) {
      answer(exchange, 403, "this page's origin is not among codec.origins\n");
      return;
    }
    if (origin != null) {
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
      exchange.getResponseHeaders().set("Vary", "Origin");
    }
    switch (exchange.getRequestMethod()) {
      case "OPTIONS" -> {
        exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "POST, OPTIONS");
        exchange
            .getResponseHeaders()
            .set("Access-Control-Allow-Headers", "Content-Type, X-Namespace, Authorization");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      }
      case "POST" -> translate(exchange);
      default -> answer(exchange, 405, "POST only\n");
    }
  }

  private void translate(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LIMIT + 1);
    if (body.length > LIMIT) {
      answer(exchange, 413, "more than 4 MiB\n");
      return;
    }
    try {
      Payloads.Builder given = Payloads.newBuilder();
      JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), given);
      List<Payload> translated =
          exchange.getRequestURI().getPath().endsWith("/encode")
              ? codec.encode(given.getPayloadsList())
              : codec.decode(given.getPayloadsList());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer(
          exchange,
          200,
          JsonFormat.printer().print(Payloads.newBuilder().addAllPayloads(translated)));
    } catch (InvalidProtocolBufferException e) {
      answer(exchange, 400, "the body must be {\"payloads\": [...]} as Temporal writes them\n");
    } catch (PayloadCodecException e) {
      answer(exchange, 400, e.getMessage() + "\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
