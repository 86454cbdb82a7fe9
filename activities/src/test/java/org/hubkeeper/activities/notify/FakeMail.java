package org.hubkeeper.activities.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server for one message; it refuses every password. */
final class FakeMail implements AutoCloseable {

  final List<String> lines = new CopyOnWriteArrayList<>();
  volatile String recipientReply = "250 ok";
  private final ServerSocket socket;
  private final Thread thread;

  FakeMail() throws IOException {
    socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "fake-mail");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.close();
    // Until it has ended it may still take a connection.
    thread.join();
  }

  private void serve() {
    try (Socket client = socket.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8)) {
      out.print("220 fake ESMTP\r\n");
      boolean data = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        data = data ? !line.equals(".") : line.equals("DATA");
        if (!data || line.equals("DATA")) {
          out.print(reply(line) + "\r\n");
          out.flush();
        }
      }
    } catch (IOException e) {
      lines.add("closed");
    }
  }

  private String reply(String line) {
    return switch (line.split(" ")[0]) {
      case "EHLO" -> "250-fake\r\n250 AUTH PLAIN LOGIN";
      case "AUTH" -> "535 5.7.8 no";
      case "RCPT" -> recipientReply;
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }
}
