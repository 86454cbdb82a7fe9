package org.hubkeeper.workflows.runbook.teardown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.workflows.activity.Backups;
import org.hubkeeper.workflows.activity.ClusterObjects;
import org.hubkeeper.workflows.activity.ClusterObjects.Look;
import org.hubkeeper.workflows.activity.Inventory;
import org.hubkeeper.workflows.activity.Inventory.Page;
import org.hubkeeper.workflows.activity.Inventory.Search;
import org.hubkeeper.workflows.activity.Inventory.Survey;
import org.hubkeeper.workflows.activity.Releases;
import org.hubkeeper.workflows.activity.Releases.ReleaseName;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.State;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Site;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlanner.Facts;

/** Reads what there is, of the account and of the inside of the cluster, page by page. */
final class InventoryReader {

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final Request request;
  private Survey survey;
  private Optional<Look> look = Optional.empty();
  private Optional<Told> silent = Optional.empty();
  private boolean backups;

  InventoryReader(Steps steps, ClusterSlice slice, Request request) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = slice.ref();
    this.request = request;
  }

  /** Finds out where to look, once: afterwards nothing leads there any more. */
  void survey() {
    Inventory inventory = steps.on(cluster, Inventory.class, Patience.API);
    survey = steps.call("Find out where to look", () -> inventory.survey(cluster, search()));
  }

  /** The same as an earlier run has found it. */
  void survey(Site known) {
    survey = new Survey(known, List.of());
  }

  Site site() {
    return survey.site();
  }

  /** Whether the inside of the cluster can be told of, and worked at. */
  boolean open() {
    return look.isPresent();
  }

  boolean backups() {
    return backups;
  }

  /** A plan from everything that is there now. */
  TeardownPlan plan(String name) {
    Inventory inventory = steps.on(cluster, Inventory.class, Patience.API);
    List<Asset> assets =
        new ArrayList<>(
            steps.call(name, new Listing(token -> inventory.list(cluster, survey.site(), token))));
    boolean there = assets.stream().anyMatch(this::cluster);
    if (there && !request.scope().equals(Request.NETWORK)) {
      enter();
    } else {
      look = Optional.empty();
      silent = Optional.empty();
    }
    if (open()) {
      assets.addAll(inside());
    }
    return TeardownPlanner.plan(
        request, new Facts(slice, survey, assets, look, silent, backups, steps.clock().now()));
  }

  private boolean cluster(Asset asset) {
    return asset.kind().equals("cluster") && !asset.state().leaving();
  }

  private void enter() {
    silent = Optional.empty();
    ClusterObjects objects = steps.on(cluster, ClusterObjects.class, Patience.LOOK);
    look =
        steps.callOr(
            "Ask the cluster",
            () -> Optional.of(objects.look(cluster)),
            told -> {
              silent = Optional.of(told);
              return Optional.empty();
            });
    if (open()) {
      Backups maker = steps.on(cluster, Backups.class, Patience.LOOK);
      backups =
          steps.callOr("Look for backups", () -> !maker.list(cluster).isEmpty(), told -> false);
    }
  }

  private List<Asset> inside() {
    ClusterObjects objects = steps.on(cluster, ClusterObjects.class, Patience.API);
    String namespace = namespace();
    List<Asset> found =
        new ArrayList<>(
            steps
                .call(
                    "List what is in the cluster",
                    new Listing(token -> objects.list(cluster, "", token)))
                .stream()
                .map(InventoryReader::withItsNamespace)
                .toList());
    if (!namespace.isEmpty()) {
      Releases releases = steps.on(cluster, Releases.class, Patience.API);
      steps
          .call("List the releases of " + namespace, () -> releases.list(cluster, namespace))
          .forEach(release -> found.add(asset(release, namespace)));
    }
    return found;
  }

  /** Only what is in this counts, for a run about a hub. */
  private String namespace() {
    return TeardownPlanner.hub(slice, request).map(ClusterSlice.Hub::namespace).orElse("");
  }

  private Search search() {
    List<String> hosts = new ArrayList<>();
    if (request.scope().equals(Request.CLUSTER)) {
      hosts.add(slice.names().host());
      slice.hubs().forEach(hub -> hosts.add(hub.host()));
    }
    TeardownPlanner.hub(slice, request).ifPresent(hub -> hosts.add(hub.host()));
    return new Search(
        request.vpc(),
        hosts.stream().filter(host -> !host.isEmpty()).distinct().toList(),
        slice.names().zone());
  }

  /** Pods keep their claims, and end with their namespace: deleting claims before would wait. */
  private static Asset withItsNamespace(Asset one) {
    return one.kind().equals("claims")
        ? new Asset(
            one.kind(),
            one.id(),
            one.name(),
            one.whose(),
            one.evidence(),
            Order.namespace(one.namespace()),
            List.of(),
            one.heldBy(),
            one.state(),
            one.maker(),
            one.namespace(),
            one.monthlyUsd())
        : one;
  }

  private static Asset asset(ReleaseName release, String namespace) {
    return new Asset(
        "release",
        "release/" + namespace + "/" + release.name(),
        release.name(),
        Whose.OWN,
        "chart " + release.chart(),
        "",
        List.of(Order.namespace(namespace)),
        List.of(),
        new State(release.status(), false, ""),
        "",
        namespace,
        0);
  }

  /** Goes on at the page where it was interrupted. */
  private static final class Listing implements Supplier<List<Asset>> {
    private final Function<String, Page> source;
    private final List<Asset> found = new ArrayList<>();
    private String token = "";
    private boolean complete;

    Listing(Function<String, Page> source) {
      this.source = source;
    }

    @Override
    public List<Asset> get() {
      while (!complete) {
        Page page = source.apply(token);
        found.addAll(page.assets());
        token = page.next();
        complete = token.isEmpty();
      }
      return found;
    }
  }
}
