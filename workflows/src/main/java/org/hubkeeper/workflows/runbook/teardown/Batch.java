package org.hubkeeper.workflows.runbook.teardown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.workflows.activity.Removal;
import org.hubkeeper.workflows.model.Asset;

/** Things of one kind that go by one call, so that looks at them are few. */
record Batch(String kind, List<Asset> assets) {

  Batch {
    assets = List.copyOf(assets);
  }

  /** Cuts into batches; of the kinds and things that go by themselves each its own. */
  static List<Batch> of(List<Asset> all, Set<String> alone) {
    Map<String, List<Asset>> byKind = new LinkedHashMap<>();
    List<Batch> batches = new ArrayList<>();
    for (Asset asset : all) {
      if (alone.contains(asset.kind()) || alone.contains(Graph.key(asset))) {
        batches.add(new Batch(asset.kind(), List.of(asset)));
      } else {
        byKind.computeIfAbsent(asset.kind(), kind -> new ArrayList<>()).add(asset);
      }
    }
    byKind.forEach(
        (kind, assets) -> {
          for (int from = 0; from < assets.size(); from += Removal.BATCH) {
            int to = Math.min(from + Removal.BATCH, assets.size());
            batches.add(new Batch(kind, assets.subList(from, to)));
          }
        });
    return batches;
  }

  List<String> ids() {
    return assets.stream().map(Asset::id).toList();
  }

  String label() {
    Asset first = assets.get(0);
    return assets.size() == 1
        ? first.toString()
        : first + " and %d more".formatted(assets.size() - 1);
  }
}
