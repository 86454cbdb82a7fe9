package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * The version of a managed control plane and of its add-ons.
 *
 * <p>What every {@code ensure…} of this interface promises:
 *
 * <ol>
 *   <li>It looks first. Done already: it returns and changes nothing.
 *   <li>The same update is under way, whoever began it (an earlier attempt whose reply was lost, a
 *       worker that died, a person at another tool): it attaches, that is NOT_READY with the update
 *       as {@link org.hubkeeper.workflows.kernel.Blocker} (object: the cluster or add-on, holder:
 *       the update's kind and id, since: when it began).
 *   <li>Another update is under way: the same, and nothing is requested meanwhile.
 *   <li>Else it requests the update once, with a token of {@code IdempotencyKey}, and is NOT_READY.
 *   <li>The update of this call's own token has failed: REJECTED with the provider's codes and
 *       texts. An update that failed before this call began is history; so a person's RETRY, which
 *       is a new call with a new token, begins a fresh one.
 *   <li>The state is neither {@code from} nor {@code to}: DRIFTED, naming all three.
 * </ol>
 */
@ActivityInterface(namePrefix = "Upgrades.")
public interface Upgrades {

  /** Most versions of an add-on that are told for one minor: the newest. */
  int OFFERED = 20;

  /** Most entries of any list of findings that an activity of an upgrade returns. */
  int FINDINGS = 200;

  /**
   * A control plane as far as an upgrade cares.
   *
   * @param status the provider's word, {@code ACTIVE} when it is at rest; empty: no such cluster
   * @param issues what the provider says is wrong with it, code and text
   * @param offered minors that the provider offers for new control planes, ascending
   * @param running updates under way of the control plane, its add-ons and groups
   * @param rollback whether and until when one minor can be taken back
   */
  record VersionFact(
      KubeVersion version,
      String status,
      List<String> issues,
      List<KubeVersion> offered,
      List<UpdateFact> running,
      Rollback rollback) {
    public VersionFact {
      issues = List.copyOf(issues);
      offered = List.copyOf(offered);
      running = List.copyOf(running);
    }
  }

  /**
   * An update under way.
   *
   * @param object {@code control plane}, {@code add-on NAME} or {@code node group NAME}
   * @param kind the provider's word for it, as {@code VersionUpdate}
   * @param detail what it leads to, as {@code to 1.34}
   */
  record UpdateFact(String object, String id, String kind, String detail, Instant since) {}

  /**
   * How the last version update can be taken back.
   *
   * @param offered whether this provider can take a minor back at all
   * @param until when that ends; {@link Instant#EPOCH} while nothing can be taken back
   * @param windowHours for how long after an update the provider offers it; 0 for never
   */
  record Rollback(boolean offered, KubeVersion to, Instant until, int windowHours) {

    /** The provider has no way back. */
    public static Rollback none(KubeVersion version) {
      return new Rollback(false, version, Instant.EPOCH, 0);
    }
  }

  /**
   * An installed add-on.
   *
   * @param status the provider's word, {@code ACTIVE} when it is at rest
   * @param issues code and text
   * @param offers for each of the asked minors, in the order asked
   */
  record AddonFact(
      String name, String version, String status, List<String> issues, List<AddonOffer> offers) {
    public AddonFact {
      issues = List.copyOf(issues);
      offers = List.copyOf(offers);
    }
  }

  /**
   * What the provider offers of an add-on for one minor.
   *
   * @param versions newest first, at most {@link #OFFERED}; the installed version is always among
   *     them when it is offered; empty: none is
   * @param byDefault the one that the provider takes by default, empty when it names none
   */
  record AddonOffer(KubeVersion minor, List<String> versions, String byDefault) {
    public AddonOffer {
      versions = List.copyOf(versions);
    }
  }

  /**
   * What became of an add-on.
   *
   * @param conflicts fields that somebody else had set and that were preserved, as the provider
   *     names them
   */
  record AddonOutcome(String version, List<String> conflicts) {
    public AddonOutcome {
      conflicts = List.copyOf(conflicts);
    }
  }

  /** What the provider's own inspection is about. */
  enum Inspection {
    /** Before: what would break. */
    UPGRADE,
    /** Afterwards, while it can be taken back: what stands in the way. */
    ROLLBACK
  }

  /**
   * One result of the provider's own inspection.
   *
   * @param name as the provider calls it
   * @param status {@code PASSING}, {@code WARNING}, {@code ERROR} or {@code UNKNOWN}
   * @param version the minor that it is about
   * @param advice the provider's remedy, one line
   * @param uses calls of removed APIs that it has seen, with callers; at most 50
   */
  record Insight(
      String name,
      String status,
      String reason,
      KubeVersion version,
      String advice,
      List<ApiUsage.ApiUse> uses) {
    public Insight {
      uses = List.copyOf(uses);
    }
  }

  /** All results, and how old they are; {@link Instant#EPOCH} when it never ran. */
  record Insights(Instant refreshedAt, List<Insight> insights) {
    public Insights {
      insights = List.copyOf(insights);
    }
  }

  /** Looks; an absent cluster is MISSING. */
  VersionFact inspect(ClusterRef cluster);

  /** All installed add-ons, with what is offered of each for these minors. */
  List<AddonFact> addons(ClusterRef cluster, List<KubeVersion> minors);

  /** What is known from the last inspection; changes nothing. No provider's inspection: none. */
  Insights insights(ClusterRef cluster, Inspection about);

  /**
   * Returns the results once an inspection that began after {@code notBefore} has ended; begins one
   * where none is under way. Where the provider has none, or none on demand: what is known.
   */
  Insights ensureInspected(ClusterRef cluster, Inspection about, Instant notBefore);

  /**
   * What in the account stands in the way, with the codes SUBNETS and FREE_ADDRESSES (two zones
   * with five free addresses each for the control plane, and enough for the nodes that come on
   * top), QUOTA_NODES, QUOTA_DISK, AMI_FAMILY (not offered for a minor on the way), NEW_TEMPLATE (a
   * change of a launch template that would come along). Pools named are those that will be copied
   * or updated in place.
   *
   * @param path the minors on the way, ascending, the target last
   */
  List<Finding> check(ClusterRef cluster, List<KubeVersion> path, List<NodePools.PoolFact> pools);

  /**
   * Returns once the control plane is at rest at {@code to}, one minor above {@code from}. Never
   * requests more than one minor, and never with the provider's override for unresolved insights: a
   * refusal for those is REJECTED and names them.
   */
  void ensureVersion(ClusterRef cluster, KubeVersion from, KubeVersion to);

  /**
   * Returns once the control plane is at rest at {@code to} again, one minor below {@code from}.
   * REJECTED with the reason when the provider does not offer it, or not any more.
   */
  void ensureRolledBack(ClusterRef cluster, KubeVersion from, KubeVersion to);

  /**
   * Returns once the add-on is at rest at this version. What others had set in its fields is
   * preserved, and told; its role and configuration stay as they are. A version that the provider
   * refuses is REJECTED.
   */
  AddonOutcome ensureAddon(ClusterRef cluster, String name, String version);
}
