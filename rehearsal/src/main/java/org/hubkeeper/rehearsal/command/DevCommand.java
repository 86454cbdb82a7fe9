package org.hubkeeper.rehearsal.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hubkeeper.fleet.ClusterEntry;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.LocalTemporal;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.HubkeeperCommand;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper dev}. */
@Command(
    name = "dev",
    description = "Run a Temporal server and a worker on this machine, until Ctrl-C.",
    footer = {
      "",
      "The worker uses your fleet file and your credentials: what it changes is real. For a world",
      "without risk, see `hubkeeper rehearse`.",
      "",
      "Example:",
      "  hubkeeper dev --fleet fleet.yaml"
    })
public final class DevCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParentCommand private HubkeeperCommand root;

  @ArgGroup(multiplicity = "1")
  private Given given;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the Temporal server on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
  private int port = 7233;

  @Option(
      names = "--ui-port",
      paramLabel = "N",
      description = "Port of its user interface (default: ${DEFAULT-VALUE}).")
  private int uiPort = 8233;

  /** What the worker goes by. */
  static final class Given {
    @Option(names = "--fleet", paramLabel = "FILE", description = "Your fleet file.")
    private Path fleet;

    @Option(names = "--config", paramLabel = "FILE", description = "A worker's configuration.")
    private Path config;
  }

  /** Runs until it is interrupted or the worker ends by itself. */
  @Override
  public Integer call() {
    Context context = root.context();
    Cache cache = Cache.of(context.environment());
    Path data = cache.directory("dev");
    Path config = given.config == null ? configuration(context, data) : given.config;
    if (!Files.isReadable(config)) {
      throw CommandFailure.usage("--config %s: can't be read; check the path".formatted(config));
    }
    try (Narrator narrator = new Narrator(context.console().err())) {
      Tools tools = Tools.forTemporal(cache, narrator);
      LocalTemporal local = new LocalTemporal(tools, data, port, uiPort);
      return local.work(config.toAbsolutePath(), narrator);
    }
  }

  private Path configuration(Context context, Path data) {
    FleetFile fleet = FleetText.parsed(given.fleet, context);
    List<String> pools = fleet.clusters().stream().map(ClusterEntry::pool).distinct().toList();
    Path config = data.resolve("worker.yaml");
    try {
      // JSON is YAML.
      JSON.writeValue(
          config.toFile(),
          Map.of(
              "fleet", given.fleet.toAbsolutePath().toString(),
              "archive", data.resolve("archive").toString(),
              "pools", pools));
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + config, e);
    }
  }
}
