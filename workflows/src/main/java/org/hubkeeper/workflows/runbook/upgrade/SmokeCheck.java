package org.hubkeeper.workflows.runbook.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.activity.Smoke;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;

/**
 * Shows that the cluster works as its users need it: API, names, a volume, the ingress where there
 * is a host, and a server of a user where a hub's API is told.
 */
final class SmokeCheck {

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final String host;

  SmokeCheck(Steps steps, ClusterSlice slice, ClusterRef cluster, Optional<Blueprint> blueprint) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = cluster;
    this.host = blueprint.map(Blueprint::host).orElse("");
  }

  /** One step, which ends with what was seen. */
  void check(String when) {
    Smoke smoke = on(Smoke.class);
    steps.prove(
        "Smoke check " + when,
        () -> {
          List<String> seen = new ArrayList<>();
          steps.note("the API server");
          seen.add(smoke.proveApi(cluster));
          steps.note("names");
          seen.add(smoke.proveDns(cluster));
          steps.note("a volume");
          seen.add(on(Workloads.class).proveStorage(cluster));
          if (!host.isEmpty()) {
            steps.note("https://" + host);
            seen.add(smoke.proveIngress(cluster, host));
          }
          slice.hubs().stream().filter(ClusterSlice.Hub::api).forEach(hub -> server(hub, seen));
          return String.join("; ", seen);
        });
  }

  private void server(ClusterSlice.Hub hub, List<String> seen) {
    steps.note("a user's server of hub " + hub.name());
    seen.add(on(Hubs.class).proveServer(cluster, hub.name()));
  }

  private <T> T on(Class<T> activities) {
    return steps.on(cluster, activities, Patience.CLOUD);
  }
}
