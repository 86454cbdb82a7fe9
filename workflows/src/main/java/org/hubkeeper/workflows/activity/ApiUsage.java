package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/** What a cluster's API server serves, and which of it is asked for although it goes away. */
@ActivityInterface(namePrefix = "ApiUsage.")
public interface ApiUsage {

  /** Most lines that one call returns. */
  int LINES = 200;

  /**
   * An API server as it answers.
   *
   * @param version by {@code /version}
   * @param full as {@code v1.34.2-eks-1a2b3c4}
   * @param worker whether this worker runs as a pod of this cluster
   */
  record Serving(KubeVersion version, String full, boolean worker) {}

  /** Who says that an API is used. */
  enum Source {
    /** The provider's inspection of audit logs. */
    INSIGHT,
    /** The API server's own metric {@code apiserver_requested_deprecated_apis}. */
    METRIC,
    /** The manifest of a Helm release that is deployed. */
    RELEASE
  }

  /**
   * A use of an API that a later minor no longer serves.
   *
   * @param api as {@code policy/v1beta1}
   * @param resource as {@code poddisruptionbudgets}; for a release, the object's kind
   * @param removedIn the first minor that does not serve it
   * @param instead what to use, as {@code policy/v1}; empty when nothing takes its place
   * @param caller who asked: a user agent, or {@code release NAMESPACE/NAME REVISION}; empty when
   *     the source does not say
   * @param last when it was seen last; {@link Instant#EPOCH} when the source does not say
   */
  record ApiUse(
      Source source,
      String api,
      String resource,
      KubeVersion removedIn,
      String instead,
      String caller,
      Instant last) {}

  /** What the control plane tells of itself; UNAVAILABLE while it restarts. */
  Serving serving(ClusterRef cluster);

  /** Returns once {@code /version} and {@code /readyz} agree that it serves this minor. */
  Serving awaitServing(ClusterRef cluster, KubeVersion version);

  /** By the API server's metric; since it was started, callers unknown. */
  List<ApiUse> requested(ClusterRef cluster);

  /**
   * In manifests of Helm releases: the newest deployed revision of each; a release that only an
   * older revision would break is left out.
   */
  List<ApiUse> inReleases(ClusterRef cluster);
}
