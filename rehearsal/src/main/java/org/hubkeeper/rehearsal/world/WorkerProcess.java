package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.fault.HelmStandIn;
import org.hubkeeper.rehearsal.process.Guard;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.world.WorldSpec.Kubernetes;

/**
 * The real worker in a process of its own. Its environment holds nothing that leads out of the
 * world: neither credentials nor profiles nor proxies of this machine.
 *
 * @param directory where its configuration, log and archive are
 */
record WorkerProcess(Guard guard, Path directory) {

  /** The fleet file, in a folder of its own with the files that it names. */
  static final String FLEET = "fleet/fleet.yaml";

  static final String MAIN = "org.hubkeeper.worker.Main";

  /** However many volumes there are, this must do. */
  private static final String HEAP = "-Xmx192m";

  private static final String READY = "worker-ready.json";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> KEPT =
      List.of(
          "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "HUBKEEPER_DEBUG");

  /** Writes what {@code hubkeeper worker --config} reads. */
  void configure(String fleet, WorldPlan plan, WorldAddress world) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("fleet", FLEET);
    config.put("archive", "archive");
    config.put("pools", plan.pools());
    config.put("runbooks", true);
    config.put("allowTimeFactor", true);
    config.put("readyFile", READY);
    if (plan.spec().kubernetes() == Kubernetes.RUNNING) {
      // A person is asked about what stands still after 20 minutes, and time passes faster here.
      config.put("stallSeconds", 45);
    }
    // Nobody else calls the simulated account, and its latency is the pace.
    config.put(
        "awsRates", Map.of("changes", 5000, "burst", 5000, "reads", 5000, "readBurst", 5000));
    config.put("notify", List.of(Map.of("type", "log")));
    if (plan.spec().kubernetes().hasNodes()) {
      config.put("helm", Map.of("command", HelmStandIn.DIRECTORY + "/helm", "plainHttp", true));
      config.put("dnsServers", List.of("127.0.0.1:" + world.dns()));
      Path authorities = fleetDirectory().resolve(WorldSecrets.AUTHORITIES);
      if (Files.exists(authorities)) {
        config.put("caBundle", directory.relativize(authorities).toString());
      }
    }
    try {
      Files.createDirectories(directory.resolve("archive"));
      Path file = directory.resolve(FLEET);
      plan.beside().copyTo(file.getParent());
      Files.writeString(file, fleet);
      Files.writeString(directory.resolve("empty"), "");
      // Temporal's reader does not take an empty file.
      Files.writeString(directory.resolve("temporal.toml"), "[profile.default]\n");
      // JSON is YAML.
      Files.writeString(configuration(), JSON.writeValueAsString(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps can be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + configuration(), e);
    }
  }

  /** Where the world's copy of the fleet file is. */
  Path fleetDirectory() {
    return directory.resolve(FLEET).getParent();
  }

  /** Starts it without waiting until it works. */
  Supervised launch(WorldAddress world, WorkerKey key) {
    try {
      Files.deleteIfExists(directory.resolve(READY));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory.resolve(READY), e);
    }
    Launch launch = Launch.of("worker", command(), directory);
    return Supervised.start(guard, launch.withOnly(environment(world, key)));
  }

  /** Returns once it polls. */
  void awaitReady(Supervised process) {
    process.awaitFile(directory.resolve(READY), PATIENCE);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(Jvm.worker(directory));
    command.add(HEAP);
    command.addAll(List.of(MAIN, "--config", configuration().toString()));
    return command;
  }

  private Path configuration() {
    return directory.resolve("worker.yaml");
  }

  private Map<String, String> environment(WorldAddress world, WorkerKey key) {
    Map<String, String> environment = new HashMap<>();
    KEPT.stream()
        .filter(name -> System.getenv(name) != null)
        .forEach(name -> environment.put(name, System.getenv(name)));
    String empty = directory.resolve("empty").toString();
    environment.put("TEMPORAL_ADDRESS", world.temporal());
    environment.put("TEMPORAL_NAMESPACE", TemporalServer.NAMESPACE);
    environment.put("TEMPORAL_CONFIG_FILE", directory.resolve("temporal.toml").toString());
    environment.put("AWS_ENDPOINT_URL", world.aws().toString());
    environment.put("AWS_ACCESS_KEY_ID", key.id());
    environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
    environment.put("AWS_CONFIG_FILE", empty);
    environment.put("AWS_SHARED_CREDENTIALS_FILE", empty);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("KUBECONFIG", empty);
    if (world.proxy() > 0) {
      environment.put("HTTPS_PROXY", "http://127.0.0.1:" + world.proxy());
      environment.put("NO_PROXY", "127.0.0.1,localhost");
    }
    return environment;
  }
}
