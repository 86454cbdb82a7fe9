package org.hubkeeper.fleet;

import java.util.List;
import org.hubkeeper.fleet.blueprint.ComponentEntry;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;

/**
 * One cluster of the fleet file, with the defaults of what it leaves out; empty texts stand for
 * what has no default. What the fields mean is said in the schema.
 *
 * @param pool default: the cloud
 * @param context default: the name
 * @param timeZone default: UTC
 * @param definition path of its eksctl file, relative to the fleet file
 */
public record ClusterEntry(
    String name,
    String environment,
    String cloud,
    String account,
    String region,
    String pool,
    String context,
    String uid,
    String roleArn,
    String externalId,
    Access access,
    String timeZone,
    List<String> owners,
    String definition,
    String host,
    Dns dns,
    List<ComponentEntry> components,
    List<Hub> hubs,
    List<ClusterSlice.Freeze> freeze,
    List<ClusterSlice.Event> events,
    UpgradeEntry upgrade,
    List<Approval> approvals) {

  public ClusterEntry {
    pool = or(pool, cloud);
    context = or(context, name);
    uid = or(uid, "");
    roleArn = or(roleArn, "");
    externalId = or(externalId, "");
    access = access == null ? new Access("") : access;
    timeZone = or(timeZone, "UTC");
    owners = orNone(owners);
    definition = or(definition, "");
    host = or(host, "");
    dns = dns == null ? new Dns("manual", "", null) : dns;
    components = orNone(components);
    hubs = orNone(hubs);
    freeze = orNone(freeze);
    events = orNone(events);
    upgrade = upgrade == null ? UpgradeEntry.NONE : upgrade;
    approvals = orNone(approvals);
  }

  /** How a run names this cluster. */
  public ClusterRef ref() {
    return new ClusterRef(name, environment, cloud, account, region, pool, uid);
  }

  /** Whether another cluster's objects may refer to resources of this one's account and region. */
  public boolean isNeighbourOf(ClusterEntry other) {
    return !name.equals(other.name)
        && cloud.equals(other.cloud)
        && account.equals(other.account)
        && region.equals(other.region);
  }

  /**
   * How its API server is reached, where that is not derived from the cloud.
   *
   * @param kubeconfig reference to a kubeconfig, for {@link SecretResolver}; empty: derived
   */
  public record Access(String kubeconfig) {
    public Access {
      kubeconfig = or(kubeconfig, "");
    }
  }

  /** Who publishes host names, and for how many seconds they are remembered. */
  public record Dns(String provider, String zone, Integer ttl) {
    public Dns {
      zone = or(zone, "");
      ttl = ttl == null ? 300 : ttl;
    }
  }

  /**
   * A JupyterHub.
   *
   * @param namespace default: the name
   * @param host empty when not told
   * @param api how Hubkeeper reaches its API; {@link HubApi#NONE} when not told
   */
  public record Hub(String name, String namespace, String host, HubApi api, Storage storage) {
    public Hub {
      namespace = or(namespace, name);
      host = or(host, "");
      api = api == null ? HubApi.NONE : api.at(host);
      storage = storage == null ? new Storage("") : storage;
    }
  }

  /**
   * A hub's own API.
   *
   * @param url default: of the hub's host
   * @param token reference to its token, for {@link SecretResolver}
   * @param announcements path of its announcement service; empty for none
   */
  public record HubApi(String url, String token, String announcements) {
    static final HubApi NONE = new HubApi("", "", "");

    public HubApi {
      url = or(url, "");
      token = or(token, "");
      announcements = or(announcements, "");
    }

    /** Whether the file says how to reach it. */
    public boolean there() {
      return !token.isEmpty();
    }

    HubApi at(String host) {
      String byHost = host.isEmpty() ? "" : "https://" + host + "/hub/api";
      return new HubApi(url.isEmpty() && there() ? byHost : url, token, announcements);
    }
  }

  /** Where users' homes are; the kind is empty when not told. */
  public record Storage(String kind) {}

  /** An approval rule as the file has it; what is left out gets its default. */
  public record Approval(
      String runbook,
      List<Kind> changes,
      List<String> roles,
      Integer people,
      Boolean requesterExcluded,
      List<String> doors,
      Boolean preset) {

    public Approval {
      changes = orNone(changes);
      roles = orNone(roles);
      people = people == null ? 1 : people;
      requesterExcluded = requesterExcluded != null && requesterExcluded;
      doors = orNone(doors);
      preset = preset != null && preset;
    }

    Rule rule() {
      return new Rule(runbook, changes, roles, people, requesterExcluded, doors, preset);
    }
  }

  private static String or(String value, String byDefault) {
    return value == null ? byDefault : value;
  }

  private static <T> List<T> orNone(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
