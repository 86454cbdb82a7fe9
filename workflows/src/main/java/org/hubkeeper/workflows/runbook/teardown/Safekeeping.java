package org.hubkeeper.workflows.runbook.teardown;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hubkeeper.workflows.activity.ClusterObjects;
import org.hubkeeper.workflows.activity.Removal;
import org.hubkeeper.workflows.activity.Removal.Keepsake;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;

/**
 * Sees to it that what is kept survives what is deleted: a claim takes its volume with it unless
 * that is forbidden before, and a volume without a readable name is as good as lost.
 */
final class Safekeeping {

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final Request request;
  private final InventoryReader reader;
  private final TeardownPlan plan;

  Safekeeping(
      Steps steps, ClusterSlice slice, Request request, InventoryReader reader, TeardownPlan plan) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = slice.ref();
    this.request = request;
    this.reader = reader;
    this.plan = plan;
  }

  /** Before anything goes. */
  void before() {
    List<Asset> kept = volumes(Fate.KEEP);
    if (!kept.isEmpty()) {
      // Told first: whatever happens to the run, its record says which volumes there were.
      kept.forEach(volume -> steps.result(volume + " is kept" + of(volume)));
      Volumes volumes = steps.on(cluster, Volumes.class, Patience.API);
      inBatches(
          "Name the volumes that are kept",
          kept,
          batch -> volumes.ensureNamed(cluster, batch.stream().map(this::naming).toList()));
    }
    List<Asset> spared = new ArrayList<>(kept);
    spared.addAll(volumes(Fate.SNAPSHOT_THEN_DELETE));
    if (reader.open() && !spared.isEmpty()) {
      ClusterObjects objects = steps.on(cluster, ClusterObjects.class, Patience.API);
      inBatches(
          "Keep claims from taking volumes with them",
          spared,
          batch -> objects.ensureRetained(cluster, batch.stream().map(Asset::id).toList()));
    }
    park();
  }

  /** When all that goes has gone. */
  void after() {
    List<Asset> kept = volumes(Fate.KEEP);
    if (kept.isEmpty()) {
      return;
    }
    if (request.scope().equals(Request.HUB)) {
      ClusterObjects objects = steps.on(cluster, ClusterObjects.class, Patience.CLOUD);
      inBatches(
          "Wait until the volumes are released",
          kept,
          batch -> objects.ensureReleased(cluster, batch.stream().map(Asset::id).toList()));
    }
    Removal removal = steps.on(cluster, Removal.class, Patience.CLOUD);
    String date = today();
    inBatches(
        "Mark the volumes that are kept",
        kept,
        batch ->
            removal.ensureKept(
                cluster, batch.stream().map(volume -> keepsake(volume, date)).toList()));
  }

  private void park() {
    Removal removal = steps.on(cluster, Removal.class, Patience.API);
    for (Entry entry : plan.of(Fate.PARK)) {
      Asset record = entry.asset();
      steps.run(
          "Park " + record.name(),
          () -> removal.ensureParked(cluster, reader.site(), record.id(), request.parkAt()));
      steps.result(record + " leads to " + request.parkAt());
    }
  }

  private void inBatches(String name, List<Asset> volumes, Consumer<List<Asset>> body) {
    steps.run(
        name,
        () -> {
          for (int from = 0; from < volumes.size(); from += Removal.BATCH) {
            body.accept(volumes.subList(from, Math.min(from + Removal.BATCH, volumes.size())));
          }
        });
  }

  private List<Asset> volumes(Fate fate) {
    return plan.of(fate).stream()
        .map(Entry::asset)
        .filter(asset -> asset.kind().equals(Order.VOLUME))
        .toList();
  }

  private Naming naming(Asset volume) {
    return new Naming(volume.id(), cluster.name(), hub(volume));
  }

  private Keepsake keepsake(Asset volume, String date) {
    return new Keepsake(volume.id(), hub(volume), volume.namespace(), date);
  }

  private String hub(Asset volume) {
    return slice.hubs().stream()
        .filter(hub -> hub.namespace().equals(volume.namespace()))
        .map(ClusterSlice.Hub::name)
        .findFirst()
        .orElse(volume.namespace());
  }

  private String of(Asset volume) {
    return volume.namespace().isEmpty() ? "" : ", of hub " + hub(volume);
  }

  private String today() {
    Instant now = steps.clock().now();
    return now.atZone(ZoneId.of(slice.timeZone())).toLocalDate().toString();
  }
}
