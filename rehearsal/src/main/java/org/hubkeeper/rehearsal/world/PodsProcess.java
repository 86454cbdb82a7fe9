package org.hubkeeper.rehearsal.world;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Tools;

/** What runs behind the pods of stand-in charts. */
final class PodsProcess {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An autoscaler's ten minutes of idleness, as long as a rehearsal can wait. */
  private static final String IDLE_SECONDS = "5";

  private PodsProcess() {}

  /** Starts it and returns once it watches the clusters. */
  static Supervised start(Tools tools, Path directory, WorldAddress world) {
    Path ready = directory.resolve("pods-ready.json");
    List<String> command =
        new ArrayList<>(List.of(tools.simulatorPython().toString(), "-m", "hubkeeper_pods"));
    world
        .controlPlanes()
        .forEach(
            (cluster, plane) ->
                command.addAll(
                    List.of(
                        "--cluster",
                        "%s=%s,%s,%s,%s"
                            .formatted(
                                cluster,
                                plane.endpoint(),
                                plane.caFile(),
                                plane.adminCertFile(),
                                plane.adminKeyFile()))));
    command.addAll(
        List.of(
            "--simulator",
            world.aws().toString(),
            "--kube",
            tools.kube().orElseThrow().toString(),
            "--registry",
            world.registry(),
            "--dir",
            directory.resolve("pods").toString(),
            "--idle-seconds",
            IDLE_SECONDS,
            "--ready-file",
            ready.toString(),
            "--exit-on-stdin-eof"));
    Launch launch = Launch.of("pods", command, directory).workingIn(tools.simulator());
    Supervised process = Supervised.start(tools.guard(), launch);
    process.awaitFile(ready, PATIENCE);
    return process;
  }
}
