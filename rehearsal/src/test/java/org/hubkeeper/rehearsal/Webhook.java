package org.hubkeeper.rehearsal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes notices; who knows its token may send. */
public final class Webhook {

  private final HttpServer server;
  private final String token = UUID.randomUUID().toString().replace("-", "");
  private final List<String> notices = new CopyOnWriteArrayList<>();

  private Webhook(HttpServer server) {
    this.server = server;
  }

  /** Listens on loopback until this process ends. */
  static Webhook start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Webhook webhook = new Webhook(server);
      server.createContext(
          "/",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean known = exchange.getRequestURI().getPath().endsWith(webhook.token);
            if (known) {
              webhook.notices.add(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(known ? 204 : 403, -1);
            exchange.close();
          });
      server.start();
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address, with the token. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/" + token;
  }

  /** The secret in its address. */
  public String token() {
    return token;
  }

  /** What it was told, oldest first. */
  public List<String> notices() {
    return List.copyOf(notices);
  }
}
