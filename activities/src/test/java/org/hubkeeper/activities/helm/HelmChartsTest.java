package org.hubkeeper.activities.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.OutlivedException;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmChartsTest {

  private static final ClusterRef CLUSTER =
      new ClusterRef("prod", "test", "aws", "123456789012", "us-west-2", "aws", "uid-1");

  private static final String SECRET = "hunter2hunter2";

  @TempDir Path folder;

  private FakeHelm helm;
  private Charts charts;
  private String digest;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(folder.resolve("values.yaml"), "host: ${host}\n");
    helm = new FakeHelm(folder.resolve("bin"));
    helm.put("archive", "bytes").put("list", "[]").put("version", "v3.19.0\n");
    helm.put("chart", "name: web\nversion: 1.0.0\nappVersion: \"7\"\n");
    charts =
        new HelmCharts(
            new HelmSettings(
                helm.command(),
                false,
                folder.resolve("cache"),
                folder,
                Network.of(Map.of(), Optional.empty())),
            cluster -> new ClusterAccess.Derived("https://127.0.0.1:1", "", () -> "token-1"),
            cluster -> {},
            cluster -> new SecretResolver(folder));
    digest = charts.resolve(CLUSTER, component(Map.of()).chart()).digest();
  }

  @Test
  void aChartIsKnownByTheBytesOfItsArchive() {
    assertThat(digest).isEqualTo("sha256:" + ReleaseValues.sha256("bytes".getBytes()));
  }

  @Test
  @Tag("fact-26")
  @Tag("fact-40")
  void everyCallNamesTheClusterAndNoneASecret() {
    helm.put("upgrade", done("1.0.0", 1)).put("upgrade.then", list("deployed", "web-1.0.0"));

    ReleaseFact fact = ensure(component(Map.of("admin.password", "file:secret")));

    assertThat(fact.state()).isEqualTo(State.SAME);
    List<String> calls =
        helm.calls().stream().filter(call -> !call.matches("(pull|show) .*")).toList();
    assertThat(calls).hasSize(2).allMatch(call -> call.contains(" --kube-context prod"));
    assertThat(helm.calls()).noneMatch(call -> call.contains(SECRET) || call.contains("token-1"));
    assertThat(helm.input()).isEqualTo("{\"a\":1,\"admin\":{\"password\":\"" + SECRET + "\"}}");
  }

  @Test
  @Tag("fact-60")
  void anInstallationHasItsTimeAndIsTriedAgainWhenThatIsOver() {
    Component quick = component(Map.of(), 0);
    helm.put("upgrade.status", "1").put("upgrade.then", list("failed", "web-1.0.0"));
    helm.put("history", "[{\"revision\":1,\"status\":\"failed\"}]");
    comparable("{\"a\":1}", "{\"a\":1}");

    assertThatThrownBy(() -> ensure(quick))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("not ready within 0 min");
    assertThat(helm.calls()).anyMatch(call -> call.contains("--wait --timeout 0m0s"));

    helm.put("upgrade", done("1.0.0", 2)).put("upgrade.status", "0");
    assertThat(ensure(component(Map.of(), 10)).revision()).isEqualTo(2);
    assertThat(helm.calls()).anyMatch(call -> call.contains("--wait --timeout 10m0s"));
  }

  @Test
  void whatHelmRefusesTwiceIsAPersonsBusinessAndIsToldWithoutSecrets() {
    Component component = component(Map.of("admin.password", "file:secret"));
    helm.put("list", list("failed", "web-1.0.0"));
    helm.put("upgrade.status", "1").put("upgrade.err", "bad " + SECRET + " here");
    helm.put("history", "[{\"revision\":1,\"status\":\"failed\"}]");
    comparable("{}", "{\"a\":1}");
    assertThatThrownBy(() -> ensure(component))
        .satisfies(e -> assertThat(type(e)).isEqualTo("UNAVAILABLE"));

    helm.put(
        "history",
        "[{\"revision\":1,\"status\":\"failed\"},{\"revision\":2,\"status\":\"failed\"}]");
    assertThatThrownBy(() -> ensure(component))
        .satisfies(e -> assertThat(type(e)).isEqualTo("REJECTED"))
        .hasMessageContaining("bad *** here");
  }

  @Test
  @Tag("fact-42")
  void aReleaseOfAnotherChartIsNeverTouched() {
    helm.put("list", list("deployed", "web-server-1.0.0"));

    assertThat(inspect(component(Map.of())).state()).isEqualTo(State.FOREIGN);
    assertThatThrownBy(() -> ensure(component(Map.of())))
        .satisfies(e -> assertThat(type(e)).isEqualTo("DRIFTED"))
        .hasMessageContaining("is of another chart, web-server-1.0.0");
    assertThat(helm.calls()).noneMatch(call -> call.startsWith("upgrade"));
  }

  @Test
  void aReleaseIsTheSameByChartDigestAndValuesHoweverNumbersAreWritten() {
    helm.put("list", list("deployed", "web-1.0.0"));
    helm.put("selected", list("deployed", "web-1.0.0"));
    comparable("{\"a\":1.0}", "{\"a\":1}");
    assertThat(inspect(component(Map.of())).state()).isEqualTo(State.SAME);

    helm.put("selected", "[]");
    assertThat(inspect(component(Map.of())).state()).isEqualTo(State.DIFFERENT);
    helm.put("selected", list("deployed", "web-1.0.0"));
    comparable("{\"a\":2}", "{\"a\":1}");
    assertThat(inspect(component(Map.of())).state()).isEqualTo(State.DIFFERENT);
  }

  @Test
  @Tag("fact-40")
  void theDifferenceShowsNeitherOldNorNewSecrets() {
    helm.put("list", list("deployed", "web-1.0.0"));
    comparable(
        "{\"admin\":{\"password\":\"oldoldold\"}}",
        "{\"admin\":{\"password\":\"" + SECRET + "\"}}");
    helm.put("manifest", manifest("oldoldold", "b2xk"));
    helm.put(
        "dry-run",
        "{\"config\":{\"a\":1},\"manifest\":\""
            + manifest(SECRET, "bmV3").replace("\n", "\\n")
            + "\"}");

    String difference = inspect(component(Map.of("admin.password", "file:secret"))).difference();

    assertThat(difference)
        .contains("-  key: ***\n+  key: ***, changed")
        .contains("--- live ConfigMap c")
        .doesNotContain("oldoldold", SECRET, "b2xk", "bmV3");
  }

  @Test
  void aReleaseThatAKilledHelmLeftPendingGoesBackToItsLastGoodRevision() {
    helm.put("list", list("pending-upgrade", "web-1.0.0"));
    helm.put(
        "history",
        "[{\"revision\":1,\"status\":\"superseded\"},{\"revision\":2,\"status\":\"deployed\"},"
            + "{\"revision\":3,\"status\":\"pending-upgrade\"}]");
    helm.put("selected", "[]");

    assertThatThrownBy(() -> ensure(component(Map.of())))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("went back to revision 2");
    assertThat(helm.calls()).anyMatch(call -> call.startsWith("rollback web 2 "));
  }

  @Test
  void oneThatNeverWasGoodIsRemoved() {
    helm.put("list", list("pending-install", "web-1.0.0")).put("selected", "[]");
    helm.put("history", "[{\"revision\":1,\"status\":\"pending-install\"}]");

    assertThatThrownBy(() -> ensure(component(Map.of()))).hasMessageContaining("was removed");
    assertThat(helm.calls()).anyMatch(call -> call.startsWith("uninstall web "));
  }

  @Test
  void aHelmOfAnotherMachineGetsItsTime() {
    helm.put("list", list("pending-install", "web-1.0.0"));
    helm.put("selected", list("pending-install", "web-1.0.0"));

    assertThatThrownBy(() -> ensure(component(Map.of())))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("a run of Helm that another worker began");
    assertThat(helm.calls()).noneMatch(call -> call.startsWith("uninstall"));
  }

  @Test
  void whatADeadWorkerLeftRunningIsEndedFirst() throws IOException {
    Process left = new ProcessBuilder("sleep", "60").start();
    RunningMark.of(folder.resolve("cache"), "prod/tools/web").write(left.toHandle());
    helm.put("list", list("pending-install", "web-1.0.0"));
    helm.put("selected", list("pending-install", "web-1.0.0"));
    helm.put("history", "[{\"revision\":1,\"status\":\"pending-install\"}]");

    assertThatThrownBy(() -> ensure(component(Map.of()))).hasMessageContaining("was removed");
    assertThat(left.isAlive()).isFalse();
  }

  @Test
  void anOutlivedAttemptEndsItsHelm() {
    helm.put("upgrade.sleep", "60");
    AtomicBoolean ours = new AtomicBoolean(true);
    Instant began = Instant.now();
    try (Attempt attempt =
        Attempt.begin(
            () -> ours.get() && helm.calls().stream().noneMatch(c -> c.startsWith("upgrade")))) {
      assertThat(Attempt.current()).contains(attempt);
      assertThatThrownBy(() -> ensure(component(Map.of()))).isInstanceOf(OutlivedException.class);
    }
    assertThat(Instant.now()).isBefore(began.plusSeconds(30));
  }

  @Test
  void aChartWhoseBytesChangedSinceThePlanIsNotInstalled() {
    String planned = digest;
    helm.put("archive", "other bytes");
    deleteCache();

    assertThatThrownBy(() -> charts.ensure(CLUSTER, component(Map.of()), planned, facts()))
        .satisfies(e -> assertThat(type(e)).isEqualTo("DRIFTED"))
        .hasMessageContaining(planned);
  }

  @Test
  @Tag("fact-28")
  void helm2AndNoHelmAndNoKushAreFound() {
    helm.put("version", "Client: v2.17.0+ga690bad\n");
    assertThat(charts.check(CLUSTER, "", List.of(component(Map.of()))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("HELM_VERSION");
              assertThat(finding.blocking()).isTrue();
              assertThat(finding.message()).contains("helm.command", "v2.17", "install Helm 3.13");
            });

    helm.put("version", "v4.2.4+g1\n");
    assertThat(codes(component(Map.of()))).isEmpty();
    assertThat(codes(kush())).containsExactly("HELM_KUSH_VERSION");

    helm.put("version", "v3.19.0+g1\n").put("plugin", "NAME VERSION\ndiff 3\n");
    assertThat(charts.check(CLUSTER, "", List.of(kush())))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("HELM_KUSH_MISSING");
              assertThat(finding.blocking()).isTrue();
              assertThat(finding.message()).contains("helm plugin install");
            });
    helm.put("plugin", "NAME VERSION\nkush 1\n");
    assertThat(codes(kush())).isEmpty();
  }

  @Test
  @Tag("fact-53")
  void theGuidesExamplesAreRefusedAndWhatIsMissingIsNamed() throws IOException {
    Files.writeString(folder.resolve("secret"), "heythattickles\n");
    Files.writeString(folder.resolve("salt"), "kjabsdflhgsldfbaljsdfblasdhfkbf");
    assertThat(codes(component(Map.of("adminPassword", "file:secret"))))
        .containsExactly("EXAMPLE_SECRET");
    assertThat(codes(component(Map.of("securitySalt", "file:salt"))))
        .containsExactly("EXAMPLE_SECRET");

    List<Finding> missing =
        charts.check(CLUSTER, "", List.of(component(Map.of("x", "file:nowhere"))));
    assertThat(missing).extracting(Finding::code).containsExactly("SECRET_MISSING");
    assertThat(missing.get(0).message()).startsWith("web.secretValues.x: ");
  }

  private List<String> codes(Component component) {
    return charts.check(CLUSTER, "", List.of(component)).stream().map(Finding::code).toList();
  }

  private ReleaseFact inspect(Component component) {
    return charts.inspect(CLUSTER, component, digest, facts());
  }

  private ReleaseFact ensure(Component component) {
    return charts.ensure(CLUSTER, component, digest, facts());
  }

  /** What Helm has as values, and what it would have. */
  private void comparable(String live, String planned) {
    helm.put("values", live).put("manifest", "");
    helm.put("dry-run", "{\"config\":" + planned + ",\"manifest\":\"\"}");
  }

  private void deleteCache() {
    try (var files = Files.list(folder.resolve("cache"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> facts() {
    return Map.of("host", "hub.example.edu");
  }

  private static String list(String status, String chart) {
    return """
        [{"name":"web","namespace":"tools","revision":"1","updated":"%s","status":"%s","chart":"%s"}]
        """
        .formatted(Instant.now(), status, chart);
  }

  private static String done(String version, int revision) {
    return """
        {"version":%d,"info":{"status":"deployed"},
         "chart":{"metadata":{"name":"web","version":"%s"}}}
        """
        .formatted(revision, version);
  }

  private static String manifest(String plain, String base64) {
    return "---\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  say: "
        + plain
        + "\n---\nkind: Secret\nmetadata:\n  name: s\ndata:\n  key: "
        + base64
        + "\n";
  }

  private static Component kush() {
    return component(Map.of(), "helm-kush", 10);
  }

  private static Component component(Map<String, String> secretValues) {
    return component(secretValues, 10);
  }

  private static Component component(Map<String, String> secretValues, int minutes) {
    return component(secretValues, "helm", minutes);
  }

  private static Component component(
      Map<String, String> secretValues, String installer, int minutes) {
    return new Component(
        "web",
        new Component.Chart("oci://127.0.0.1:1/web", "", "1.0.0"),
        "web",
        "tools",
        installer,
        minutes,
        List.of(new Component.ValuesFile("values.yaml", "")),
        "{\"a\":1}",
        secretValues,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of());
  }

  private static String type(Throwable e) {
    return ((ApplicationFailure) e).getType();
  }
}
