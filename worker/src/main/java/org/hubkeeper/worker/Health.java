package org.hubkeeper.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Tells supervisors whether the worker polls, and monitoring how it fares; on loopback. */
final class Health implements AutoCloseable {

  private final HttpServer server;

  private Health(HttpServer server) {
    this.server = server;
  }

  static Health serve(int port, BooleanSupplier polling, Metrics metrics)
      throws WorkerConfig.Problem {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/healthz",
          exchange -> {
            boolean up = polling.getAsBoolean();
            answer(exchange, up ? 200 : 503, up ? "ok\n" : "not polling\n");
          });
      metrics.polling(polling);
      server.createContext(
          "/metrics",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", Metrics.CONTENT_TYPE);
            answer(exchange, 200, metrics.text());
          });
      server.start();
      return new Health(server);
    } catch (BindException e) {
      throw new WorkerConfig.Problem(
          "health.port: " + port + " is taken; choose another, or 0 for a free one");
    } catch (IOException e) {
      throw new WorkerConfig.Problem("health.port: " + port + ": " + e.getMessage());
    }
  }

  /** Serves the codec for the Temporal UI, too. */
  void codec(CodecEndpoint codec) {
    server.createContext("/codec/encode", codec);
    server.createContext("/codec/decode", codec);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("text/plain; charset=utf-8"));
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
