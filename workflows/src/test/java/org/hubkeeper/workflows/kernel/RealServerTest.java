package org.hubkeeper.workflows.kernel;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hubkeeper.workflows.testing.RealTemporal;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Common ground of the kernel's tests on the real server. */
@Timeout(300)
abstract class RealServerTest {

  static final Actor SAM = new Actor("sam", "looked at it", "terminal");

  static RealTemporal temporal;
  private static World current;

  final World world = new World();
  String cluster;

  @BeforeAll
  static void startTemporal() {
    temporal =
        new RealTemporal(
            List.of(Sample.Impl.class), List.of((Sample.Probe) name -> current.ensure(name)));
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
  }

  @BeforeEach
  void freshWorld() {
    current = world;
    cluster = "c-" + UUID.randomUUID();
    temporal.office.reset();
  }

  /** With retries four times a second. */
  TestRun start(Sample.Body body) {
    Sample.Impl.BODIES.put(cluster, body);
    return temporal.start("Sample", Map.of("cluster", cluster, "timeFactor", 1000.0));
  }

  static void step(Steps steps, Sample.Probe probe, String name) {
    KernelTest.step(steps, probe, name);
  }
}
