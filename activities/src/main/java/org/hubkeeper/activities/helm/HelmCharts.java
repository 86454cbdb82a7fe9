package org.hubkeeper.activities.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.helm.Helm.Session;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.activities.helm.Releases.Found;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** Releases by the {@code helm} command. */
public final class HelmCharts implements Charts {

  private final Helm helm;
  private final ChartArchives archives;
  private final Function<ClusterRef, SecretResolver> secrets;

  /**
   * Takes what it needs of a cluster.
   *
   * @param access how its API server is reached
   * @param proved fails unless the API server answers and is the registered one
   * @param secrets finds the secrets that values refer to
   */
  public HelmCharts(
      HelmSettings settings,
      Function<ClusterRef, ClusterAccess> access,
      Consumer<ClusterRef> proved,
      Function<ClusterRef, SecretResolver> secrets) {
    this.helm = new Helm(settings, access, proved);
    this.archives = new ChartArchives(helm);
    this.secrets = secrets;
  }

  @Override
  public ChartFact resolve(ClusterRef cluster, Component.Chart chart) {
    String digest = archives.fetch(chart);
    Outcome shown =
        helm.alone(Helm.READ, List.of("show", "chart", archives.get(chart, digest).toString()));
    if (!shown.ok()) {
      throw Failures.of(
          FailureKind.REJECTED, chart.reference() + ": its archive is no chart", null);
    }
    ChartFile file = ChartFile.parse(shown.output());
    return new ChartFact(file.name(), file.version(), file.appVersion(), digest);
  }

  @Override
  public ReleaseFact inspect(
      ClusterRef cluster, Component component, String digest, Map<String, String> facts) {
    try (Session session = helm.open(cluster)) {
      return compare(session, component, digest, facts, false);
    }
  }

  @Override
  public ReleaseFact ensure(
      ClusterRef cluster, Component component, String digest, Map<String, String> facts) {
    RunningMark mark =
        RunningMark.of(
            helm.settings().cache(),
            String.join("/", cluster.name(), component.namespace(), component.release()));
    try (Session session = helm.open(cluster)) {
      boolean leftBehind = mark.endLeftBehind();
      ReleaseFact now = compare(session, component, digest, facts, true);
      return switch (now.state()) {
        case SAME -> now;
        case FOREIGN ->
            throw Failures.of(
                FailureKind.DRIFTED,
                ("the release %s/%s is of another chart, %s, so %s can't be installed over it; give"
                        + " the component another release name, or remove that release")
                    .formatted(
                        component.namespace(),
                        component.release(),
                        now.chart(),
                        component.chart().name()),
                null);
        case PENDING ->
            throw new ReleaseRepair(session, component, mark).repair(digest, leftBehind);
        default -> upgrade(session, component, digest, facts, mark);
      };
    }
  }

  @Override
  public List<Finding> check(ClusterRef cluster, String host, List<Component> components) {
    return new ChartChecks(helm, secrets.apply(cluster), java.time.Clock.systemUTC())
        .check(host, components);
  }

  private ReleaseFact upgrade(
      Session session,
      Component component,
      String digest,
      Map<String, String> facts,
      RunningMark mark) {
    Upgrade upgrade = upgrade(session, component, digest, facts, true);
    Duration limit = Duration.ofMinutes(component.timeoutMinutes());
    Instant began = Instant.now();
    Outcome outcome =
        session.change(limit.plus(Upgrade.GRACE), upgrade.input(), upgrade.words(), mark);
    Found done = outcome.ok() ? deployed(session, component, outcome) : Found.NONE;
    if (done.status().equals("deployed")) {
      return fact(State.SAME, done, "");
    }
    // It may have ended well and only its answer been lost.
    ReleaseFact after = compare(session, component, digest, facts, true);
    if (after.state() == State.SAME) {
      return after;
    }
    boolean timeOver = !Instant.now().isBefore(began.plus(limit)) || outcome.late();
    throw new UpgradeFailure(session, component, upgrade.masks()).of(outcome, after, timeOver);
  }

  /** What Helm prints of what it has done saves asking it again; the plug-in prints more. */
  private static Found deployed(Session session, Component component, Outcome outcome) {
    return component.installer().equals("helm")
        ? Releases.done(Helm.json(outcome))
        : new Releases(session, component).find();
  }

  private ReleaseFact compare(
      Session session,
      Component component,
      String digest,
      Map<String, String> facts,
      boolean settled) {
    Releases releases = new Releases(session, component);
    Found found = releases.find();
    if (!found.exists()) {
      return fact(State.ABSENT, found, "");
    }
    if (!found.of(component.chart())) {
      return fact(State.FOREIGN, found, "");
    }
    if (found.pending()) {
      return fact(State.PENDING, found, "");
    }
    Upgrade upgrade = upgrade(session, component, digest, facts, settled);
    Outcome dry = session.read(upgrade.input(), upgrade.rendering());
    if (!dry.ok()) {
      throw session.failed(
          "the change of " + releases.name() + " can't be rendered",
          dry,
          UpgradeFailure.told(dry, upgrade.masks()));
    }
    JsonNode planned = Helm.json(dry);
    JsonNode live = releases.values();
    boolean same =
        found.status().equals("deployed")
            && Releases.same(planned.path("config"), live)
            && releases.madeOf(digest);
    if (same) {
      return fact(State.SAME, found, "");
    }
    Masks masks = upgrade.masks().and(ReleaseValues.secretsIn(live, component));
    String difference =
        ManifestDiff.of(releases.manifest(), planned.path("manifest").asText(), masks);
    return fact(
        found.status().equals("failed") ? State.FAILED : State.DIFFERENT, found, difference);
  }

  private Upgrade upgrade(
      Session session,
      Component component,
      String digest,
      Map<String, String> facts,
      boolean settled) {
    ReleaseValues values =
        ReleaseValues.of(
            component,
            facts,
            secrets.apply(session.cluster()),
            new ReleaseValues.Places(helm.settings().files(), session.folder()),
            settled);
    return Upgrade.of(
        component, digest, archives.get(component.chart(), digest), values, session.folder());
  }

  private static ReleaseFact fact(State state, Found found, String difference) {
    return new ReleaseFact(state, found.status(), found.revision(), found.chart(), difference);
  }
}
