package org.hubkeeper.activities.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.helm.Helm.Session;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.workflows.model.ClusterRef;

/** Releases that are to go, by the {@code helm} command, whatever chart they are of. */
public final class HelmReleases implements org.hubkeeper.workflows.activity.Releases {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Helm helm;

  /**
   * Takes what it needs of a cluster.
   *
   * @param access how its API server is reached
   * @param proved fails unless the API server answers and is the registered one
   */
  public HelmReleases(
      HelmSettings settings,
      Function<ClusterRef, ClusterAccess> access,
      Consumer<ClusterRef> proved) {
    this.helm = new Helm(settings, access, proved);
  }

  @Override
  public List<ReleaseName> list(ClusterRef cluster, String namespace) {
    try (Session session = helm.open(cluster)) {
      return releases(session, namespace);
    }
  }

  /** Whether what it was made of has gone is not waited for: the namespace tells. */
  @Override
  public void ensureAbsent(ClusterRef cluster, String namespace, String release) {
    RunningMark mark =
        RunningMark.of(
            helm.settings().cache(), String.join("/", cluster.name(), namespace, release));
    try (Session session = helm.open(cluster)) {
      mark.endLeftBehind();
      if (there(session, namespace, release)) {
        Outcome outcome =
            session.change(
                LIMIT, Helm.NOTHING, List.of("uninstall", release, "--namespace", namespace), mark);
        if (there(session, namespace, release)) {
          throw session.failed(
              "the removal of release " + namespace + "/" + release,
              outcome,
              UpgradeFailure.cut(outcome.complaints()));
        }
      }
    }
  }

  private static boolean there(Session session, String namespace, String release) {
    return releases(session, namespace).stream().anyMatch(one -> one.name().equals(release));
  }

  private static List<ReleaseName> releases(Session session, String namespace) {
    List<String> words = new ArrayList<>(List.of("list", "--namespace", namespace));
    words.addAll(List.of("--max", "0", "--output", "json"));
    words.addAll(Releases.EVERY_STATE);
    Outcome outcome = session.read(Helm.NOTHING, words);
    if (!outcome.ok()) {
      throw session.failed("the releases of " + namespace, outcome, outcome.complaints());
    }
    List<ReleaseName> found = new ArrayList<>();
    for (JsonNode one : Helm.json(outcome)) {
      if (!Releases.GONE.contains(one.path("status").asText())) {
        found.add(
            new ReleaseName(
                one.path("name").asText(),
                one.path("chart").asText(),
                one.path("status").asText()));
      }
    }
    return found;
  }
}
