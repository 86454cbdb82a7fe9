package org.hubkeeper.workflows.runbook.prune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.VolumeFact;
import org.hubkeeper.workflows.runbook.prune.PrunePlanner.Claim;
import org.hubkeeper.workflows.runbook.prune.PrunePlanner.Facts;

/**
 * Reads the facts for a plan: volumes from the cloud, claims from every cluster of the account.
 * What was read is kept when a step is paused or retried, so that each page is fetched once.
 */
final class VolumeReader {

  private final Steps steps;
  private final ClusterSlice slice;
  private final PruneVolumes.Request request;
  private final Volumes volumes;

  VolumeReader(Steps steps, ClusterSlice slice, PruneVolumes.Request request) {
    this.steps = steps;
    this.slice = slice;
    this.request = request;
    this.volumes = steps.on(slice.ref(), Volumes.class, Patience.API);
  }

  /** The cluster and its neighbours: all whose claims may refer to volumes of this account. */
  List<ClusterRef> clusters() {
    List<ClusterRef> all = new ArrayList<>(List.of(slice.ref()));
    all.addAll(slice.neighbours());
    return all;
  }

  /** A plan from all detached volumes. */
  PrunePlan everything() {
    return plan("List detached volumes", new Listing());
  }

  /** A plan from just these volumes, in whatever state they are now. */
  PrunePlan these(List<String> ids) {
    return plan("Look again at what was approved", new Looking(ids));
  }

  private PrunePlan plan(String name, Supplier<List<VolumeFact>> reading) {
    List<VolumeFact> found = steps.call(name, reading);
    Map<String, Claim> claimed = new LinkedHashMap<>();
    Map<String, Told> unreachable = new LinkedHashMap<>();
    List<String> ids = found.stream().map(VolumeFact::id).toList();
    for (ClusterRef cluster : ids.isEmpty() ? List.<ClusterRef>of() : clusters()) {
      Asking asking = new Asking(cluster, ids, claimed);
      steps.callOr(
          "Ask " + cluster + " for its claims",
          asking,
          told -> {
            unreachable.put(cluster.name(), told);
            return claimed;
          });
    }
    return PrunePlanner.plan(
        request, new Facts(slice, found, claimed, unreachable, steps.clock().now()));
  }

  /** Goes on at the page where it was interrupted. */
  private final class Listing implements Supplier<List<VolumeFact>> {
    private final List<VolumeFact> found = new ArrayList<>();
    private String token = "";
    private boolean complete;

    @Override
    public List<VolumeFact> get() {
      while (!complete) {
        Volumes.Page page = volumes.listDetached(slice.ref(), token);
        found.addAll(page.volumes());
        token = page.next();
        complete = token.isEmpty();
      }
      return found;
    }
  }

  private final class Looking implements Supplier<List<VolumeFact>> {
    private final List<List<String>> left;
    private final List<VolumeFact> found = new ArrayList<>();

    Looking(List<String> ids) {
      left = batches(ids);
    }

    @Override
    public List<VolumeFact> get() {
      while (!left.isEmpty()) {
        found.addAll(volumes.look(slice.ref(), left.get(0)));
        left.remove(0);
      }
      return found;
    }
  }

  private final class Asking implements Supplier<Map<String, Claim>> {
    private final ClusterRef cluster;
    private final List<List<String>> left;
    private final Map<String, Claim> claimed;

    Asking(ClusterRef cluster, List<String> ids, Map<String, Claim> claimed) {
      this.cluster = cluster;
      this.left = batches(ids, Claims.BATCH);
      this.claimed = claimed;
    }

    @Override
    public Map<String, Claim> get() {
      Claims claims = steps.on(cluster, Claims.class, Patience.PROBE);
      while (!left.isEmpty()) {
        claims
            .find(cluster, left.get(0))
            .forEach(c -> claimed.put(c.volume(), new Claim(cluster.name(), c.namespace())));
        left.remove(0);
      }
      return claimed;
    }
  }

  static <T> List<List<T>> batches(List<T> all) {
    return batches(all, Volumes.BATCH);
  }

  private static <T> List<List<T>> batches(List<T> all, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(List.copyOf(all.subList(from, Math.min(from + size, all.size()))));
    }
    return batches;
  }
}
