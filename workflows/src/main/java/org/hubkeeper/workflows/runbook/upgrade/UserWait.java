package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.Server;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Question.Choice;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.PoolMove;

/**
 * Waits until nobody is on an old pool any more. Nobody is sent away unless a person says so and
 * sees whom.
 *
 * <ol>
 *   <li>For so many days as the fleet file says, with a word to the owners each day.
 *   <li>Then a person is asked: wait as long again, tell the users, or end the servers that are
 *       named.
 * </ol>
 */
final class UserWait {

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final Policy policy;

  UserWait(Steps steps, ClusterSlice slice, ClusterRef cluster, Policy policy) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = cluster;
    this.policy = policy.alwaysAsked();
  }

  /** Returns once the pool has no server of a user. */
  void await(PoolMove pool) {
    boolean told = false;
    int days = slice.upgrade().usersDays();
    while (!empty(pool, days)) {
      List<Server> servers =
          steps.call(
              "List who is still on " + pool.pool(),
              () -> on(Nodes.class).servers(cluster, pool.pool()));
      Answer answer = decide(pool, servers);
      told |= answer == Answer.NOTIFY;
      days = answer == Answer.WAIT ? slice.upgrade().usersDays() : 1;
    }
    if (told) {
      steps.run(silence(pool), () -> silence(slice.hubs()));
      steps.restored(silence(pool));
    }
  }

  private boolean empty(PoolMove pool, int days) {
    int[] day = {0};
    return steps.call(
        "Wait until the last user has left " + pool.pool(),
        () -> {
          // After a pause it goes on with the day that it was at.
          while (day[0] < days) {
            if (leftWithinADay(pool)) {
              return true;
            }
            day[0]++;
            daily(pool, day[0], days);
          }
          return false;
        });
  }

  private boolean leftWithinADay(PoolMove pool) {
    try {
      steps.on(cluster, Nodes.class, Patience.DAY).awaitNoUsers(cluster, pool.pool());
      return true;
    } catch (ActivityFailure e) {
      if (CancellationScope.current().isCancelRequested()
          || Failures.told(e).kind() != FailureKind.NOT_READY) {
        throw e;
      }
      return false;
    }
  }

  private void daily(PoolMove pool, int day, int days) {
    tell(
        pool,
        "Users are still on old nodes",
        ("The upgrade of %s waits for users of pool %s: day %d of %d. Nobody is sent away; after"
                + " that a person is asked.")
            .formatted(cluster, pool.pool(), day, days));
  }

  private void tell(PoolMove pool, String subject, String text) {
    Notices notices = steps.here(Notices.class, Patience.API);
    steps.note(text);
    steps.orElse(
        () ->
            notices.send(
                new Notices.Notice(
                    cluster.name(), subject + ": " + pool.pool(), text, slice.owners())),
        told -> "not told: " + told.message());
  }

  private Answer decide(PoolMove pool, List<Server> servers) {
    int days = slice.upgrade().usersDays();
    Answer answer =
        steps.choose(
            "Decide about the users of " + pool.pool(),
            "%d servers of users are still on pool %s of %s. What about them?"
                .formatted(servers.size(), pool.pool(), cluster),
            servers.stream().map(UserWait::line).toList(),
            List.of(
                new Choice(Answer.WAIT, "wait for " + days + " days more and ask again"),
                new Choice(Answer.NOTIFY, "tell users through their hubs, and ask again in a day"),
                new Choice(
                    Answer.EVICT,
                    "end the servers that are named here; what is not saved in them is lost")),
            policy);
    if (answer == Answer.NOTIFY) {
      tellUsers(pool, servers);
    } else if (answer == Answer.EVICT) {
      evict(pool, servers);
    }
    return answer;
  }

  private static String line(Server server) {
    return "server %s of %s on %s since %s"
        .formatted(server.id(), server.hub(), server.node(), server.since());
  }

  private void tellUsers(PoolMove pool, List<Server> servers) {
    List<ClusterSlice.Hub> hubs = withApi(servers);
    steps.restoreOnAbort(silence(pool), () -> silence(hubs));
    steps.run(
        "Tell users of pool " + pool.pool(),
        () ->
            hubs.forEach(
                hub ->
                    on(Hubs.class)
                        .ensureAnnounced(
                            cluster,
                            hub.name(),
                            "Please save your work and restart your server today: it runs on a"
                                + " machine that is to be removed.")));
  }

  private static String silence(PoolMove pool) {
    return "Take the word to users of " + pool.pool() + " off";
  }

  private void silence(List<ClusterSlice.Hub> hubs) {
    hubs.stream()
        .filter(ClusterSlice.Hub::api)
        .forEach(hub -> on(Hubs.class).ensureNoAnnouncement(cluster, hub.name()));
  }

  /** Through the hub where its API is told, so that the hub knows; else by eviction. */
  private void evict(PoolMove pool, List<Server> servers) {
    steps.run(
        "End %d servers on pool %s".formatted(servers.size(), pool.pool()),
        () -> {
          withApi(servers)
              .forEach(
                  hub ->
                      on(Hubs.class)
                          .ensureStopped(cluster, hub.name(), ids(servers, hub.namespace())));
          List<String> others =
              servers.stream().filter(server -> hub(server).isEmpty()).map(Server::id).toList();
          if (!others.isEmpty()) {
            steps
                .on(cluster, Nodes.class, Patience.DRAIN)
                .ensureEvicted(cluster, pool.pool(), others);
          }
        });
    steps.result(servers.size() + " servers on pool " + pool.pool() + " were ended by decision");
  }

  private static List<String> ids(List<Server> servers, String namespace) {
    return servers.stream()
        .filter(server -> server.hub().equals(namespace))
        .map(Server::id)
        .toList();
  }

  private List<ClusterSlice.Hub> withApi(List<Server> servers) {
    return servers.stream().flatMap(server -> hub(server).stream()).distinct().toList();
  }

  private Optional<ClusterSlice.Hub> hub(Server server) {
    return slice.hubs().stream()
        .filter(hub -> hub.api() && hub.namespace().equals(server.hub()))
        .findFirst();
  }

  private <T> T on(Class<T> activities) {
    return steps.on(cluster, activities, Patience.API);
  }
}
