package org.hubkeeper.activities.jupyterhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.activities.Network;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.activity.Hubs.HubFact;
import org.hubkeeper.workflows.activity.Hubs.Spawns;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JupyterHubsTest {

  private static final ClusterRef REF = FakeCluster.REF;
  private static final String PROOF = "hubkeepercheck";

  @TempDir Path folder;

  private FakeCluster cluster;
  private FakeHub hub;
  private Hubs hubs;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster();
    cluster.put("/api/v1/namespaces/hubkeeper", "{}");
    hub = new FakeHub();
    Files.writeString(folder.resolve("token"), "swordfish");
    hubs =
        new JupyterHubs(
            ref ->
                List.of(
                    new HubAccess("ds100", "ds100", hub.api(), "file:token", "/services/news/"),
                    new HubAccess("quiet", "quiet", "", "", "")),
            new JupyterHubs.Means(
                cluster.clients(),
                ref -> new SecretResolver(folder),
                Network.of(Map.of(), Optional.empty()),
                () -> "upgrade/a/1"));
  }

  @AfterEach
  void stop() {
    hub.close();
    cluster.close();
  }

  @Test
  void usersAreCountedByTheHubOrByItsPods() {
    hub.ready("jane");
    hub.servers.put("joe", "{\"\":{\"ready\":false,\"pending\":\"spawn\"}}");
    pod("quiet", "jupyter-kim", "kim", "Running");

    assertThat(hubs.inspect(REF))
        .containsExactly(
            new HubFact("ds100", true, "5.2.1", 1, 1, ""),
            new HubFact("quiet", false, "", 1, 0, ""));
    assertThat(hub.tokens).containsOnly("token swordfish");
  }

  @Test
  void aHubThatDoesNotAnswerIsToldAsSuchWithoutItsToken() {
    hub.close();

    HubFact fact = hubs.inspect(REF).get(0);

    assertThat(fact.problem()).startsWith("no answer from hub ds100").doesNotContain("swordfish");
  }

  @Test
  void spawnsAreCountedByTheHubsMetrics() {
    assertThat(hubs.spawns(REF)).containsExactly(new Spawns("ds100", true, 41, 2));

    hub.metrics = "something_else 1.0\n";
    assertThat(hubs.spawns(REF)).containsExactly(new Spawns("ds100", false, 0, 0));
  }

  @Test
  void aTestUsersServerIsStartedAnswersAndIsGoneAgain() {
    assertThat(holder(() -> hubs.proveServer(REF, "ds100"))).contains("asked to start it");
    pod("ds100", "jupyter-check", PROOF, "Pending");
    assertThat(holder(() -> hubs.proveServer(REF, "ds100"))).isEqualTo("its pod is Pending");
    hub.ready(PROOF);
    hub.slowToStop = true;
    assertThat(holder(() -> hubs.proveServer(REF, "ds100"))).contains("has answered");
    assertThat(holder(() -> hubs.proveServer(REF, "ds100"))).contains("has answered");
    hub.servers.put(PROOF, "{}");

    assertThat(hubs.proveServer(REF, "ds100"))
        .isEqualTo(
            "a test user's server of ds100 was started, answered HTTP 200 at its address and was"
                + " stopped");

    assertThat(hub.servers).isEmpty();
    assertThat(hub.changes)
        .containsExactly(
            "POST /hub/api/users/hubkeepercheck",
            "POST /hub/api/users/hubkeepercheck/server",
            "DELETE /hub/api/users/hubkeepercheck/server",
            "DELETE /hub/api/users/hubkeepercheck");
  }

  @Test
  void aServerThatFailsIsToldWithTheHubsReasonAndClearedUp() {
    hub.startStatus = 500;

    ApplicationFailure failure = failure(() -> hubs.proveServer(REF, "ds100"));

    assertThat(failure.getType()).isEqualTo("REJECTED");
    assertThat(failure.getOriginalMessage()).contains("Error in Spawner");
    assertThat(hub.servers).isEmpty();
  }

  @Test
  void aServerThatFailsLaterIsToldToo() {
    holder(() -> hubs.proveServer(REF, "ds100"));
    hub.servers.put(PROOF, "{}");
    hub.progress =
        "data: {\"progress\":100,\"failed\":true,\"message\":\"Spawn failed: no room\"}\n";

    ApplicationFailure failure = failure(() -> hubs.proveServer(REF, "ds100"));

    assertThat(failure.getOriginalMessage()).endsWith("Spawn failed: no room");
    assertThat(hub.servers).isEmpty();
  }

  @Test
  void anAnnouncementIsMadeOnceAndOnlyOursAreTakenAway() {
    hub.announcement = "exam on Monday";
    hubs.ensureNoAnnouncement(REF, "ds100");
    assertThat(hub.changes).isEmpty();

    hubs.ensureAnnounced(REF, "ds100", "the hub restarts at 6");
    assertThat(hubs.ensureAnnounced(REF, "ds100", "the hub restarts at 6")).contains("announced");
    assertThat(hub.announcement).isEqualTo("the hub restarts at 6 [Hubkeeper upgrade/a/1]");
    assertThat(hub.changes).hasSize(1);

    hubs.ensureNoAnnouncement(REF, "ds100");
    assertThat(hub.announcement).isEmpty();
    assertThat(hubs.ensureAnnounced(REF, "quiet", "x")).isEmpty();
  }

  @Test
  void namedServersAreStoppedThroughTheHub() {
    pod("ds100", "jupyter-jane", "jane@example.edu", "Running");
    pod("ds100", "jupyter-joe", "joe", "Running");

    ApplicationFailure failure =
        failure(() -> hubs.ensureStopped(REF, "ds100", List.of(id("jane"))));

    assertThat(hub.changes).hasSize(1);
    assertThat(hub.changes.get(0)).startsWith("DELETE /hub/api/users/jane@example.edu/server");
    assertThat(failure.getOriginalMessage()).doesNotContain("jane");
    cluster.remove("/api/v1/namespaces/ds100/pods/jupyter-jane");
    hubs.ensureStopped(REF, "ds100", List.of(id("jane")));
  }

  private static String id(String name) {
    return Integer.toHexString(name.hashCode() | 0x10000000) + "00";
  }

  private void pod(String namespace, String name, String user, String phase) {
    String uid = id(user.split("@")[0]) + "-1234";
    cluster.put(
        "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name),
        """
        {"metadata":{"uid":"%s","labels":{"component":"singleuser-server"},
          "annotations":{"hub.jupyter.org/username":"%s","hub.jupyter.org/servername":""}},
         "spec":{},"status":{"phase":"%s"}}"""
            .formatted(uid, user, phase));
  }

  private static String holder(ThrowingCallable call) {
    ApplicationFailure failure = failure(call);
    assertThat(failure.getType()).as(failure.getOriginalMessage()).isEqualTo("NOT_READY");
    return Failures.blocker(failure).orElseThrow().holder();
  }

  private static ApplicationFailure failure(ThrowingCallable call) {
    return catchThrowableOfType(ApplicationFailure.class, call);
  }
}
