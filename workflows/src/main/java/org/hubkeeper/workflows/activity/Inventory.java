package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;

/**
 * Everything in a cluster's account that belongs to the cluster or stands in its networks. Reads
 * only. What is inside of the cluster is told by {@link ClusterObjects}.
 */
@ActivityInterface(namePrefix = "Inventory.")
public interface Inventory {

  /** Most assets of a page, so that no payload passes 256 kB. */
  int PAGE = 200;

  /**
   * What is wanted.
   *
   * @param vpc the only network that counts, with nothing outside of it; empty for the cluster
   * @param hosts and {@code zone}: see {@link Site}
   */
  record Search(String vpc, List<String> hosts, String zone) {
    public Search {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * Where to look.
   *
   * @param findings what forbids to remove anything there: the worker's account or region is not
   *     the fleet file's, a default network, one of another cluster, none that is there; blocking
   *     ones, each naming its object
   */
  record Survey(Site site, List<Finding> findings) {
    public Survey {
      findings = List.copyOf(findings);
    }
  }

  /** One page; an empty token asks for the first, an empty next is the last. */
  record Page(List<Asset> assets, String next) {
    public Page {
      assets = List.copyOf(assets);
    }
  }

  /** Finds out where to look. */
  Survey survey(ClusterRef cluster, Search search);

  /** Returns one page of what is there, foreign things inside of the networks too. */
  Page list(ClusterRef cluster, Site site, String token);
}
