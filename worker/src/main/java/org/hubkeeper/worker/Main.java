package org.hubkeeper.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hubkeeper.workflows.codec.EncryptionCodec;
import org.hubkeeper.workflows.codec.PayloadKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a worker and lets it work until the process is told to end. */
@Command(
    name = "hubkeeper worker",
    mixinStandardHelpOptions = true,
    description = "Runs runbooks and the activities of worker pools.",
    footer = {
      "",
      "Examples:",
      "  hubkeeper worker --config worker.yaml",
      "  hubkeeper worker --config worker.yaml --check-open-runs"
    })
public final class Main implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration file; docs/operations.md shows one.")
  private Path config;

  @Option(
      names = "--check-open-runs",
      description = "Only replay the histories of all open runs; fail if this release can't go on.")
  private boolean checkOpenRuns;

  private Main() {}

  /** Exit status: 0 done, 1 failed, 2 wrong usage or configuration. */
  public static void main(String[] args) {
    // The distribution holds the command line's logging configuration too.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-worker.xml");
    }
    System.exit(line().execute(args));
  }

  /** The worker's own command line. */
  public static CommandLine line() {
    return new CommandLine(new Main());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return work(WorkerConfig.read(config));
    } catch (WorkerConfig.Problem e) {
      System.err.println("hubkeeper worker: " + e.getMessage());
      return 2;
    }
  }

  private int work(WorkerConfig settings)
      throws WorkerConfig.Problem, IOException, InterruptedException {
    Assembly.check(settings);
    List<PayloadKey> keys = settings.codec().fetch(settings.fleet());
    try (Metrics metrics = settings.health() == null ? Metrics.none() : Metrics.kept();
        Connection connection =
            Connection.open(
                settings.temporal().profile(), metrics.scope(), EncryptionCodec.converter(keys))) {
      SearchAttributes.ensure(connection);
      List<String> stuck = settings.runbooks() ? OpenRuns.check(connection.client()) : List.of();
      if (!stuck.isEmpty()) {
        System.err.println("hubkeeper worker: this release can't go on with these open runs:");
        stuck.forEach(line -> System.err.println("  " + line));
        System.err.println("Let them finish under the release that they run on, or abort them.");
        return 1;
      }
      if (checkOpenRuns) {
        System.out.println("All open runs can go on with this release.");
        return 0;
      }
      serve(settings, connection, metrics, codec(settings, keys));
      return 0;
    }
  }

  private static Optional<CodecEndpoint> codec(WorkerConfig settings, List<PayloadKey> keys) {
    return keys.isEmpty() || settings.codec().origins().isEmpty()
        ? Optional.empty()
        : Optional.of(new CodecEndpoint(new EncryptionCodec(keys), settings.codec().origins()));
  }

  private static void serve(
      WorkerConfig settings, Connection connection, Metrics metrics, Optional<CodecEndpoint> codec)
      throws WorkerConfig.Problem, IOException, InterruptedException {
    try (Assembly assembly = Assembly.of(settings, connection)) {
      int port = -1;
      Health health = null;
      if (settings.health() != null) {
        health = Health.serve(settings.health().port(), assembly::polling, metrics);
        codec.ifPresent(health::codec);
        port = health.port();
      }
      assembly.start();
      Runtime.getRuntime().addShutdownHook(new Thread(assembly::close, "stop"));
      if (!settings.readyFile().isEmpty()) {
        ready(Path.of(settings.readyFile()), port);
      }
      assembly.awaitEnd();
      if (health != null) {
        health.close();
      }
    }
  }

  /** Renamed into place, so that nobody reads half of it. */
  private static void ready(Path file, int port) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(
        part, "{\"pid\":" + ProcessHandle.current().pid() + ",\"healthPort\":" + port + "}\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
