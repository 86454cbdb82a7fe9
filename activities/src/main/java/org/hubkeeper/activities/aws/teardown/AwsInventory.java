package org.hubkeeper.activities.aws.teardown;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.activity.Inventory;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;

/** Everything of a cluster in an AWS account, kind by kind. */
public final class AwsInventory implements Inventory {

  private final AwsApis apis;

  public AwsInventory(AwsApis apis) {
    this.apis = apis;
  }

  @Override
  public Survey survey(ClusterRef cluster, Search search) {
    try {
      return new Surveyor(cluster, apis, search).survey();
    } catch (ApplicationFailure e) {
      if (!e.getType().equals(FailureKind.DRIFTED.name())) {
        throw e;
      }
      // The credentials are of another account: nothing there is the cluster's.
      Finding finding = new Finding("ACCOUNT", true, e.getOriginalMessage());
      return new Survey(
          new Site(List.of(), "", List.of(), search.hosts(), search.zone(), true),
          List.of(finding));
    }
  }

  /** A page goes on with further kinds until it is full. */
  @Override
  public Page list(ClusterRef cluster, Site site, String token) {
    Ground ground = new Ground(cluster, apis, site);
    List<Kind> kinds =
        Kinds.all().stream().filter(kind -> site.whole() || kind.inNetworks()).toList();
    List<Asset> assets = new ArrayList<>();
    Place place = Place.parse(token);
    while (place.kind() < kinds.size() && assets.size() < PAGE) {
      Slice slice = kinds.get(place.kind()).find(ground, place.token());
      List<Sight> rest = slice.sights().subList(place.offset(), slice.sights().size());
      List<Sight> taken = rest.subList(0, Math.min(rest.size(), PAGE - assets.size()));
      taken.forEach(sight -> assets.add(sight.asset(Belonging.of(ground, sight))));
      place = place.after(taken.size(), rest.size(), slice.next());
    }
    return new Page(assets, place.kind() < kinds.size() ? place.toString() : "");
  }

  /** Where a page begins: a kind, its own token, and how much of what that shows was shown. */
  private record Place(int kind, int offset, String token) {

    static Place parse(String token) {
      if (token.isEmpty()) {
        return new Place(0, 0, "");
      }
      String[] parts = token.split(" ", 3);
      return new Place(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    Place after(int taken, int rest, String next) {
      if (taken < rest) {
        return new Place(kind, offset + taken, token);
      }
      return next.isEmpty() ? new Place(kind + 1, 0, "") : new Place(kind, 0, next);
    }

    @Override
    public String toString() {
      return kind + " " + offset + " " + token;
    }
  }
}
