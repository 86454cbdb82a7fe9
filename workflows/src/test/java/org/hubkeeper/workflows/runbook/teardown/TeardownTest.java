package org.hubkeeper.workflows.runbook.teardown;

import static org.hubkeeper.workflows.runbook.teardown.Assets.heldBy;
import static org.hubkeeper.workflows.runbook.teardown.Assets.in;
import static org.hubkeeper.workflows.runbook.teardown.Assets.of;
import static org.hubkeeper.workflows.runbook.teardown.Assets.own;
import static org.hubkeeper.workflows.runbook.teardown.Assets.whose;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Common ground of the runbook's tests: a server and an estate a test. */
@Timeout(90)
abstract class TeardownTest {

  TestTemporal temporal;
  private static FakeEstate current;

  final FakeEstate estate = new FakeEstate();
  String name;

  /** Whatever is asked is asked of the estate of the test that runs. */
  private static Object currentEstate() {
    return Proxy.newProxyInstance(
        FakeEstate.class.getClassLoader(),
        FakeEstate.class.getInterfaces(),
        (proxy, method, arguments) -> call(method, arguments));
  }

  private static Object call(Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(FakeEstate.class, arguments);
    }
    try {
      return method.invoke(current, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @AfterEach
  void stopTemporal() {
    temporal.close();
  }

  /** A server of its own: runs that outlive a test would stop another's clock. */
  @BeforeEach
  void freshWorld() {
    temporal =
        new TestTemporal(
            List.of(TeardownImpl.class, TeardownRescanImpl.class, TeardownKeysImpl.class),
            currentEstate());
    temporal.begin();
    current = estate;
    name = "old-" + UUID.randomUUID();
    environment("test");
  }

  void environment(String environment) {
    temporal.office.clusters.put(
        name, Slices.slice(Slices.ref(name, environment), List.of(), List.of()));
  }

  /** A cluster with one hub, a kept volume, an ingress, and a network around it. */
  void aCluster() {
    Asset untagged =
        whose(
            heldBy(own("route-table", "rtb-1", "vpc-1"), "subnet-1"),
            Whose.INSIDE,
            "it is in vpc-1");
    estate.add(
        own("vpc", "vpc-1"),
        own("subnet", "subnet-1", "vpc-1"),
        untagged,
        own("security-group", "sg-1", "vpc-1"),
        own("cluster", "old", "subnet-1", "sg-1"),
        own("addon", "vpc-cni", "old"),
        own("node-group", "core", "old", "subnet-1"),
        of(own("instance", "i-1", "subnet-1"), "core", "EKS for node group core"),
        in(own("namespace", "namespace//ds100"), "ds100", 0),
        in(own("load-balancer-service", "s/ds100/proxy", "namespace//ds100"), "ds100", 0),
        own("load-balancer", "lb-1", "subnet-1"),
        of(own("network-interface", "eni-1", "subnet-1"), "lb-1", "load balancer lb-1"),
        in(own("volume", "vol-1"), "ds100", 8),
        own("kms-key", "key-1"),
        own("bucket", "backups"));
    estate.remove("namespace//ds100");
    estate.add(named(in(own("namespace", "namespace//ds100"), "ds100", 0), "ds100"));
  }

  static Asset named(Asset one, String name) {
    return new Asset(
        one.kind(),
        one.id(),
        name,
        one.whose(),
        one.evidence(),
        one.parent(),
        one.uses(),
        one.heldBy(),
        one.state(),
        one.maker(),
        one.namespace(),
        one.monthlyUsd());
  }

  TestRun start(Object... more) {
    Map<String, Object> input =
        new HashMap<>(Map.of("cluster", name, "confirm", name, "graceHours", 0));
    for (int i = 0; i < more.length; i += 2) {
      input.put((String) more[i], more[i + 1]);
    }
    return temporal.start("Teardown", input);
  }

  /** Answers the next question so, which has to be this one. */
  static Question answer(TestRun run, String text, Answer answer) {
    Question question = run.question();
    org.assertj.core.api.Assertions.assertThat(question.text()).contains(text);
    run.answer(question, answer, new Actor("sam", "", "terminal"));
    run.until(
        report -> report.questions().stream().noneMatch(open -> open.id().equals(question.id())));
    return question;
  }

  static void approveBoth(TestRun run) {
    answer(run, "Delete ", Answer.APPROVE);
    answer(run, "no way back", Answer.APPROVE);
  }
}
