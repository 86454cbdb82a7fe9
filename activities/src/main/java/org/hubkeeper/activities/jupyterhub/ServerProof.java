package org.hubkeeper.activities.jupyterhub;

import java.util.Optional;
import java.util.Set;
import org.hubkeeper.activities.ScratchNamespace;
import org.hubkeeper.activities.jupyterhub.HubHttp.Answer;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * Shows that a hub gives users servers.
 *
 * <ol>
 *   <li>A user of Hubkeeper's own, and its server.
 *   <li>Once the server is ready it must answer at its address; that is noted.
 *   <li>Server and user are removed, and the note is the evidence.
 * </ol>
 *
 * A server that fails is told with the hub's reason, and the user is removed then too.
 */
final class ServerProof {

  /** Nothing in it that a spawner would have to escape. */
  static final String USER = "hubkeepercheck";

  /** Its address is one that asks for no login; a refusal is an answer too. */
  private static final Set<Integer> ANSWERS = Set.of(200, 401, 403);

  /** A hub's own word for a spawner that failed at once. */
  private static final int FAILED = 500;

  private final HubAccess hub;
  private final HubHttp http;
  private final HubUsers users;
  private final HubPods pods;
  private final ScratchNamespace scratch;

  ServerProof(HubAccess hub, HubHttp http, HubPods pods, ScratchNamespace scratch) {
    this.hub = hub;
    this.http = http;
    this.users = new HubUsers(http);
    this.pods = pods;
    this.scratch = scratch;
  }

  String prove() {
    Optional<String> seen = scratch.note(key());
    if (seen.isPresent()) {
      return cleaned(seen.get());
    }
    if (!users.exists(USER)) {
      scratch.ensure();
      users.create(USER);
      throw start();
    }
    throw switch (users.server(USER)) {
      case NONE -> startOrTell();
      case STARTING -> waitFor(pods.trouble(USER));
      case STOPPING -> waitFor("its end: an earlier one is still stopping");
      case READY -> look();
    };
  }

  private String cleaned(String seen) {
    switch (users.server(USER)) {
      case NONE -> users.delete(USER);
      case STOPPING -> throw waitFor("its end: it has answered and is stopping");
      default -> {
        users.stop(USER, "");
        throw waitFor("its end: it has answered and is stopping");
      }
    }
    scratch.forget(key());
    return seen;
  }

  /** The user is there without a server: it was not asked for yet, or has failed. */
  private RuntimeException startOrTell() {
    String failure = users.failure(USER);
    return failure.isEmpty() ? start() : failed(failure);
  }

  private RuntimeException start() {
    Answer answer = users.start(USER);
    if (answer.status() == FAILED && users.server(USER) == HubUsers.Server.NONE) {
      return failed(answer.message());
    }
    // A hub says 400 for one that is coming up already.
    http.expect(answer, "the start of a server", 201, 202, 400, FAILED);
    return waitFor("the hub, which has been asked to start it: " + answer.message());
  }

  private RuntimeException failed(String why) {
    users.delete(USER);
    return Failures.of(
        FailureKind.REJECTED,
        "hub %s could not start a server for a test user: %s".formatted(hub.name(), why),
        null);
  }

  private RuntimeException look() {
    Answer answer = http.beside("/user/" + USER + "/api");
    if (!ANSWERS.contains(answer.status())) {
      return waitFor("its address, which answers HTTP " + answer.status());
    }
    scratch.note(
        key(),
        "a test user's server of %s was started, answered HTTP %d at its address and was stopped"
            .formatted(hub.name(), answer.status()));
    users.stop(USER, "");
    return waitFor("its end: it has answered and is stopping");
  }

  private RuntimeException waitFor(String holder) {
    return Failures.notReady(
        Blocker.of(
            "server of a test user at hub " + hub.name(),
            holder,
            "see `kubectl get pods -n %s -l component=singleuser-server`"
                .formatted(hub.namespace())));
  }

  private String key() {
    return "server-" + hub.name();
  }
}
