package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Tools;

/**
 * The simulated AWS as a process, with the name server of its zones and the proxy that leads to its
 * load balancers.
 *
 * @param dns port of the name server
 * @param proxy port of the proxy
 */
record SimulatorProcess(Supervised process, URI aws, int dns, int proxy) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Starts it and returns once it serves. */
  static SimulatorProcess start(Tools tools, Path directory, String latency) {
    Path ready = directory.resolve("aws-ready.json");
    List<String> command =
        List.of(
            tools.simulatorPython().toString(),
            "-m",
            "hubkeeper_sim",
            "--ready-file",
            ready.toString(),
            "--latency-ms",
            latency,
            "--exit-on-stdin-eof");
    Launch launch = Launch.of("simulated AWS", command, directory).workingIn(tools.simulator());
    Supervised process = Supervised.start(tools.guard(), launch);
    boolean served = false;
    try {
      JsonNode ports = read(process.awaitFile(ready, PATIENCE));
      served = true;
      return new SimulatorProcess(
          process,
          URI.create("http://127.0.0.1:" + ports.path("port").asInt()),
          ports.path("dns").asInt(),
          ports.path("proxy").asInt());
    } finally {
      if (!served) {
        process.close();
      }
    }
  }

  static JsonNode read(Path file) {
    try {
      return JsonMapper.builder().build().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
