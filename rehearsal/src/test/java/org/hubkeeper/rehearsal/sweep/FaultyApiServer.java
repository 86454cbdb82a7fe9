package org.hubkeeper.rehearsal.sweep;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;

/**
 * Stands before a real API server and lets some requests go wrong. Each connection carries one
 * request; what follows a switch of protocols is passed on as it is.
 */
final class FaultyApiServer implements AutoCloseable {

  private final URI real;
  private final SSLContext trust;
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "faulty-api-server");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger seen = new AtomicInteger();
  private volatile Plan plan = new Plan("", 0, 0);

  /** From the request of that number on, so many go wrong in this way. */
  private record Plan(String kind, int after, int count) {

    String of(int number) {
      return number >= after && number < after + count ? kind : "";
    }
  }

  FaultyApiServer(ControlPlane plane) {
    real = URI.create(plane.endpoint());
    trust = trusting(Path.of(plane.caFile()));
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  String endpoint() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Lets nothing go wrong any more. */
  void calm() {
    plan = new Plan("", 0, 0);
  }

  /** Counts from 0 again, and lets so many go wrong in this way. */
  void fault(String kind, int after, int count) {
    seen.set(0);
    plan = new Plan(kind, after, count);
  }

  /** How many requests have come. */
  int requests() {
    return seen.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Head head = Head.read(client.getInputStream());
      if (head == null) {
        return;
      }
      String fault = plan.of(seen.getAndIncrement());
      switch (fault) {
        case "throttle" -> answer(client, head, "429 Too Many Requests", "TooManyRequests");
        case "error" -> answer(client, head, "500 Internal Server Error", "InternalError");
        default -> pass(client, head, fault.equals("lost-reply"));
      }
    } catch (IOException e) {
      // One of the two has gone; the other one notices by the end of its connection.
    }
  }

  private static void answer(Socket client, Head head, String status, String reason)
      throws IOException {
    client.getInputStream().readNBytes(head.length());
    String body =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"%s\",\"code\":%s}"
            .formatted(reason, status.substring(0, 3));
    client
        .getOutputStream()
        .write(
            "HTTP/1.1 %s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
  }

  private void pass(Socket client, Head head, boolean lost) throws IOException {
    try (Socket server = trust.getSocketFactory().createSocket(real.getHost(), real.getPort())) {
      server.getOutputStream().write(head.forOne());
      threads.execute(() -> copy(client, server));
      InputStream reply = server.getInputStream();
      if (lost) {
        // It is done once its answer has begun.
        reply.read();
      } else {
        reply.transferTo(client.getOutputStream());
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        out.write(bytes, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      // As above.
    }
  }

  private static SSLContext trusting(Path authority) {
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot trust " + authority, e);
    }
  }

  @Override
  public void close() {
    quietly(socket);
    threads.shutdownNow();
  }

  private static void quietly(Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request up to its body. */
  private record Head(String text) {

    private static final String END = "\r\n\r\n";

    /** Null when there is none: a connection that was opened for later. */
    static Head read(InputStream in) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int one = in.read(); one >= 0; one = in.read()) {
        bytes.write(one);
        if (one == '\n' && bytes.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
          return new Head(bytes.toString(StandardCharsets.ISO_8859_1));
        }
      }
      return null;
    }

    int length() {
      return text.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
          .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
          .findFirst()
          .orElse(0);
    }

    /** So that the answer ends where its connection ends, unless the protocol is switched. */
    byte[] forOne() {
      boolean switches = text.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket");
      String plain = text.replaceAll("(?i)\r\n(connection|http2-settings|upgrade):[^\r]*", "");
      String told =
          switches ? text : plain.replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
      return told.getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
