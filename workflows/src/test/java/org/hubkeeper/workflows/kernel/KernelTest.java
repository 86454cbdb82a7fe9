package org.hubkeeper.workflows.kernel;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Common ground of the kernel's tests with skipped time: one server a class. */
@Timeout(300)
abstract class KernelTest {

  static final Actor SAM = new Actor("sam", "looked at it", "terminal");
  static final Actor KIM = new Actor("kim", "", "slack");

  static TestTemporal temporal;
  private static World current;

  final World world = new World();
  String cluster;

  @BeforeAll
  static void startTemporal() {
    temporal = new TestTemporal(List.of(Sample.Impl.class));
    temporal.serveHere((Sample.Probe) name -> current.ensure(name));
    temporal.begin();
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

  TestRun start(Sample.Body body) {
    return start(body, Map.of("cluster", cluster, "requester", "alex"));
  }

  TestRun start(Sample.Body body, Map<String, Object> input) {
    Sample.Impl.BODIES.put(cluster, body);
    return temporal.start("Sample", input);
  }

  /** A step that makes one call of its own name. */
  static void step(Steps steps, Sample.Probe probe, String name) {
    steps.run("Ensure " + name, () -> probe.ensure(name));
  }

  static void notYet() {
    throw Failures.notReady("not yet");
  }

  static Sample.SamplePlan plan(String... targets) {
    return new Sample.SamplePlan(
        List.of(targets).stream().map(t -> new Change(Change.Verb.DELETE, t, "gone")).toList(),
        List.of());
  }
}
