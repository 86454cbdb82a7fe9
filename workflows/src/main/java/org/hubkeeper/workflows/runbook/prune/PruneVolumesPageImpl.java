package org.hubkeeper.workflows.runbook.prune;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.activity.Claims.Claimed;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import org.hubkeeper.workflows.kernel.Calls;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.model.ClusterRef;

/** Works through a page in batches that are small enough for a look to be fresh. */
public final class PruneVolumesPageImpl implements PruneVolumesPage {

  /** What one attempt looks at and deletes within seconds. */
  private static final int DELETE_AT_ONCE = 25;

  /** Snapshots are copied side by side, so that waiting for more of them costs no more. */
  private static final int SNAPSHOT_AT_ONCE = 100;

  private final Page page;
  private final Volumes volumes;
  private final Map<ClusterRef, Claims> claims = new LinkedHashMap<>();

  /** Makes the stubs. */
  @WorkflowInit
  public PruneVolumesPageImpl(Page page) {
    this.page = page;
    Calls calls = new Calls(page.timeFactor());
    volumes = calls.on(page.cluster().taskQueue(), Volumes.class, Patience.CLOUD);
    page.askFirst()
        .forEach(c -> claims.put(c, calls.on(c.taskQueue(), Claims.class, Patience.PROBE)));
  }

  @Override
  public List<Outcome> run(Page ignored) {
    List<Outcome> outcomes = new ArrayList<>();
    int size = page.work() == Work.SNAPSHOT ? SNAPSHOT_AT_ONCE : DELETE_AT_ONCE;
    for (int from = 0; from < page.volumes().size(); from += size) {
      List<String> batch =
          page.volumes().subList(from, Math.min(from + size, page.volumes().size()));
      outcomes.addAll(work(batch));
      Workflow.setCurrentDetails(outcomes.size() + " of " + page.volumes().size());
    }
    return outcomes;
  }

  private List<Outcome> work(List<String> batch) {
    return page.work() == Work.SNAPSHOT
        ? volumes.ensureSnapshots(page.cluster(), batch)
        : delete(batch);
  }

  private List<Outcome> delete(List<String> batch) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, String> claimed = claimed(batch);
    claimed.forEach((volume, why) -> outcomes.add(new Outcome(volume, Result.KEPT, why)));
    List<String> rest = batch.stream().filter(volume -> !claimed.containsKey(volume)).toList();
    List<String> with = rest.stream().filter(page.snapshots()::contains).toList();
    List<String> without = rest.stream().filter(v -> !page.snapshots().contains(v)).toList();
    if (!with.isEmpty()) {
      outcomes.addAll(volumes.ensureAbsent(page.cluster(), with, true));
    }
    if (!without.isEmpty()) {
      outcomes.addAll(volumes.ensureAbsent(page.cluster(), without, false));
    }
    return outcomes;
  }

  /** Why volumes must stay: claimed since the approval, or a cluster that can't be asked now. */
  private Map<String, String> claimed(List<String> batch) {
    Map<String, String> why = new LinkedHashMap<>();
    claims.forEach(
        (cluster, stub) -> {
          try {
            for (Claimed claim : stub.find(cluster, batch)) {
              why.put(
                  claim.volume(),
                  "claimed since approval in " + cluster + ", namespace " + claim.namespace());
            }
          } catch (ActivityFailure e) {
            if (CancellationScope.current().isCancelRequested()) {
              throw e;
            }
            batch.stream()
                .filter(v -> cluster.equals(page.cluster()) || !page.ours().contains(v))
                .forEach(v -> why.putIfAbsent(v, cluster + " can't be asked for claims now"));
          }
        });
    return why;
  }
}
