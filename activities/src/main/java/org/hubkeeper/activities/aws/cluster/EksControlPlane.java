package org.hubkeeper.activities.aws.cluster;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.activities.aws.check.AccountCheck;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;

/** Control planes by Amazon EKS, entered by access entries only. */
public final class EksControlPlane implements ControlPlane {

  /** The Kubernetes group to which Hubkeeper's own rights in a cluster are bound. */
  private static final String OWN_GROUP = "hubkeeper:bootstrap";

  private final AwsApis apis;
  private final Author author;
  private final InstantSource time;

  public EksControlPlane(AwsApis apis) {
    this(apis, Author.current(), InstantSource.system());
  }

  EksControlPlane(AwsApis apis, Author author, InstantSource time) {
    this.apis = apis;
    this.author = author;
    this.time = time;
  }

  @Override
  public ControlPlaneFact inspect(ClusterRef cluster, List<Identity> identities) {
    EksClusters clusters = clusters(cluster);
    return clusters
        .look()
        .map(found -> fact(cluster, clusters, found, identities))
        .orElseGet(
            () ->
                new ControlPlaneFact(
                    "", false, "", "", "", "", false, Map.of(), List.of(), Map.of()));
  }

  @Override
  public List<Finding> check(ClusterRef cluster, ClusterDefinition definition) {
    return new AccountCheck(apis, cluster, definition).findings();
  }

  @Override
  public ControlPlaneFact ensure(
      ClusterRef cluster, ClusterDefinition definition, Stacks.StackFact stack) {
    EksClusters clusters = clusters(cluster);
    return fact(cluster, clusters, clusters.ensure(definition, stack), List.of());
  }

  @Override
  public void ensureAccess(ClusterRef cluster, List<Admin> admins) {
    AccessEntries entries = entries(cluster);
    String own = Principals.own(apis, cluster);
    entries.ensure(new Admin(own, List.of(OWN_GROUP), List.of()));
    admins.forEach(entries::ensure);
  }

  @Override
  public void ensureOwnAdmin(ClusterRef cluster, boolean admin) {
    String own = Principals.own(apis, cluster);
    String policy =
        "arn:%s:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
            .formatted(IdentityProvider.partition(cluster));
    AccessEntries entries = entries(cluster);
    if (!admin) {
      if (clusters(cluster).look().isPresent()) {
        entries.remove(own, policy);
      }
    } else if (!entries.policies(own).contains(policy)) {
      entries.associate(own, policy);
    }
  }

  @Override
  public void ensureIdentityProvider(ClusterRef cluster) {
    provider(cluster).ensure(clusters(cluster).require());
  }

  @Override
  public void ensureAddon(ClusterRef cluster, Addon addon, Map<String, String> roles) {
    String kubernetes = clusters(cluster).require().version();
    new Addons(apis.eks(cluster), cluster, author)
        .ensure(addon, issuedRole(cluster, addon, roles), kubernetes);
  }

  @Override
  public String ensureIdentity(ClusterRef cluster, Identity identity) {
    return identities(cluster).ensure(clusters(cluster).require(), identity);
  }

  @Override
  public void ensureUid(ClusterRef cluster, String uid) {
    clusters(cluster).ensureUid(uid);
  }

  /** A role by Pod Identity must not be given to the add-on as well: a pod takes one way only. */
  private String issuedRole(ClusterRef cluster, Addon addon, Map<String, String> roles) {
    String account = Addons.account(addon.name());
    String role = roles.getOrDefault(account, "");
    if (role.isEmpty()) {
      return "";
    }
    String[] names = account.split("/");
    return identities(cluster).associated(names[0], names[1]) ? "" : role;
  }

  private ControlPlaneFact fact(
      ClusterRef cluster, EksClusters clusters, Cluster found, List<Identity> wanted) {
    boolean open =
        found.status() == ClusterStatus.ACTIVE || found.status() == ClusterStatus.UPDATING;
    return new ControlPlaneFact(
        found.statusAsString(),
        clusters.ours(found),
        Objects.requireNonNullElse(found.version(), ""),
        Objects.requireNonNullElse(found.endpoint(), ""),
        Optional.ofNullable(found.resourcesVpcConfig()).map(vpc -> vpc.vpcId()).orElse(""),
        found.tags().getOrDefault(OwnTags.UID, ""),
        open && provider(cluster).exists(found),
        open ? new Addons(apis.eks(cluster), cluster, author).all() : Map.of(),
        open ? entries(cluster).principals() : List.of(),
        open ? identities(cluster).complete(wanted) : Map.of());
  }

  private EksClusters clusters(ClusterRef cluster) {
    return new EksClusters(apis.eks(cluster), cluster, author);
  }

  private AccessEntries entries(ClusterRef cluster) {
    return new AccessEntries(apis.eks(cluster), cluster, author);
  }

  private IdentityProvider provider(ClusterRef cluster) {
    return new IdentityProvider(apis.iam(cluster), cluster, author);
  }

  private Identities identities(ClusterRef cluster) {
    return new Identities(apis.eks(cluster), apis.iam(cluster), cluster, author, time);
  }
}
