package org.hubkeeper.workflows.runbook.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RestoreMarksTest {

  private static final Mark LEFT = new Mark("upgrade/own/1", "schedulable");
  private static final Mark BOUNDS = new Mark("upgrade/own/1", "min 1 max 4");

  private static final Map<String, Mark> NODES = new TreeMap<>();
  private static final Map<String, Mark> GROWTH = new TreeMap<>();
  private static final List<String> CHANGES = new ArrayList<>();

  private static TestTemporal temporal;

  @BeforeAll
  static void startTemporal() {
    temporal = new TestTemporal(List.of(RestoreMarksImpl.class), nodes(), pools());
    temporal.begin();
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
  }

  @BeforeEach
  void marked() {
    temporal.office.reset();
    temporal.office.clusters.put(
        "own", Slices.slice(Slices.ref("own", "test"), List.of(), List.of()));
    CHANGES.clear();
    NODES.put("core", LEFT);
    NODES.put("users", Mark.NONE);
    GROWTH.put("core", BOUNDS);
    GROWTH.put("users", Mark.NONE);
  }

  @Test
  void whatIsMarkedIsListedAndGivenBackOnceApproved() {
    TestRun run = temporal.start("RestoreMarks", Map.of("cluster", "own"));
    assertThat(run.question().details())
        .containsExactly(
            "nodes of pool core: again schedulable, as before run upgrade/own/1",
            "pool core: again min 1 max 4, as before run upgrade/own/1");
    assertThat(CHANGES).isEmpty();

    run.answer(run.question(), Answer.APPROVE, new Actor("sam", "seen", "terminal"));

    Report report = run.result();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(CHANGES).containsExactly("open core", "growth core");
  }

  @Test
  void aPlanOfARunWithoutMarksIsEmptyAndChangesNothing() {
    NODES.put("core", Mark.NONE);
    GROWTH.put("core", Mark.NONE);

    Report report = temporal.start("RestoreMarks", Map.of("cluster", "own")).result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.plan().size()).isZero();
    assertThat(CHANGES).isEmpty();
  }

  @Test
  void onlyAPlanIsOnlyAPlan() {
    Report report =
        temporal.start("RestoreMarks", Map.of("cluster", "own", "planOnly", true)).result();

    assertThat(report.plan().size()).isEqualTo(2);
    assertThat(CHANGES).isEmpty();
  }

  private static Nodes nodes() {
    return fake(
        Nodes.class,
        (method, pool) -> {
          if (method.equals("inspect")) {
            return NODES.entrySet().stream().map(RestoreMarksTest::inside).toList();
          }
          CHANGES.add("open " + pool);
          NODES.put(pool, Mark.NONE);
          return null;
        });
  }

  private static NodePools pools() {
    return fake(
        NodePools.class,
        (method, pool) -> {
          if (method.equals("list")) {
            return GROWTH.entrySet().stream().map(RestoreMarksTest::fact).toList();
          }
          CHANGES.add("growth " + pool);
          GROWTH.put(pool, Mark.NONE);
          return null;
        });
  }

  private interface Answering {
    Object answer(String method, String pool);
  }

  private static <T> T fake(Class<T> type, Answering answering) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == given[0];
                  case "toString" -> type.getSimpleName();
                  default ->
                      answering.answer(method.getName(), given.length > 1 ? (String) given[1] : "");
                }));
  }

  private static PoolNodes inside(Map.Entry<String, Mark> pool) {
    return new PoolNodes(
        pool.getKey(),
        1,
        Map.of("1.34", 1),
        Map.of(),
        0,
        0,
        0,
        pool.getValue().there() ? List.of(pool.getValue()) : List.of());
  }

  private static PoolFact fact(Map.Entry<String, Mark> pool) {
    return new PoolFact(
        pool.getKey(),
        Kind.MANAGED,
        new KubeVersion(1, 34),
        "",
        "ACTIVE",
        List.of(),
        List.of("m5.large"),
        "AL2023",
        0,
        4,
        1,
        Map.of(),
        List.of(),
        List.of("us-west-2a"),
        pool.getValue(),
        "",
        Instant.EPOCH);
  }
}
