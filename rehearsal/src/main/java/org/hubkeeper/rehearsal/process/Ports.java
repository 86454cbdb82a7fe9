package org.hubkeeper.rehearsal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hubkeeper.starter.CommandFailure;

/**
 * Free ports on loopback for servers that can't choose for themselves. They lie below the ports
 * that systems give to outgoing connections, so that a server which is killed finds its port free
 * when it comes back.
 */
public final class Ports {

  private static final int FIRST = 15_000;
  private static final int LAST = 31_999;
  private static final int TRIES = 1_000;

  private static final Random RANDOM = new Random();

  private Ports() {}

  /** So many different ports that nobody listens on. */
  public static List<Integer> free(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int tries = 0; held.size() < count; tries++) {
        if (tries > TRIES) {
          throw CommandFailure.failed(
              "no free port on 127.0.0.1 from %d to %d; end what listens there"
                  .formatted(FIRST, LAST));
        }
        hold(FIRST + RANDOM.nextInt(LAST - FIRST + 1), held);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(Ports::release);
    }
  }

  private static void hold(int port, List<ServerSocket> held) {
    try {
      held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      // Taken; the caller tries another.
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot free port " + socket.getLocalPort(), e);
    }
  }
}
