package org.hubkeeper.rehearsal.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/**
 * A Temporal server on this machine with a worker for real clusters.
 *
 * @param data where the server keeps what it knows
 */
public record LocalTemporal(Tools tools, Path data, int port, int uiPort) {

  /** Runs both until the worker ends or we are ended; returns the worker's status. */
  public int work(Path config, Narrator narrator) {
    checkFree("--port", port);
    checkFree("--ui-port", uiPort);
    TemporalServer server =
        new TemporalServer(
            tools.guard(), tools.temporal(), data.resolve("temporal.db"), port, uiPort);
    try (Supervised temporal = server.launch()) {
      Runtime.getRuntime().addShutdownHook(new Thread(temporal::close));
      server.awaitReady(temporal);
      narrator.say("Temporal: %s", server.address());
      narrator.say("Temporal UI: %s", server.ui());
      return worker(config, server, narrator);
    }
  }

  private int worker(Path config, TemporalServer server, Narrator narrator) {
    List<String> command = new ArrayList<>(Jvm.worker(data));
    command.addAll(List.of(WorkerProcess.MAIN, "--config", config.toString()));
    Launch launch =
        Launch.of("dev worker", command, data).with(Map.of("TEMPORAL_ADDRESS", server.address()));
    try (Supervised worker = Supervised.start(tools.guard(), launch)) {
      narrator.say("Worker: log in %s. Ctrl-C ends both; runs go on next time.", worker.log());
      int status = worker.waitFor();
      throw worker.failure("ended with status " + status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.INTERRUPTED;
    }
  }

  private static void checkFree(String option, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.USAGE,
          "%s: %d is taken; end what listens there or choose another port".formatted(option, port),
          e);
    }
  }
}
