package org.hubkeeper.activities.aws.teardown;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.teardown.compute.Clusters;
import org.hubkeeper.activities.aws.teardown.network.Vpcs;
import org.hubkeeper.workflows.activity.Inventory.Search;
import org.hubkeeper.workflows.activity.Inventory.Survey;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * Finds out where to look.
 *
 * <ol>
 *   <li>EKS tells the cluster's network, issuer, role and key.
 *   <li>Networks with the cluster's tags count as well; or only the one that people named.
 *   <li>A default network, one with another cluster's tag or with another cluster in it forbids to
 *       remove anything.
 * </ol>
 */
final class Surveyor {

  private final ClusterRef cluster;
  private final AwsApis apis;
  private final Search search;

  Surveyor(ClusterRef cluster, AwsApis apis, Search search) {
    this.cluster = cluster;
    this.apis = apis;
    this.search = search;
  }

  Survey survey() {
    Site site = search.vpc().isEmpty() ? whole() : network();
    return new Survey(site, findings(new Ground(cluster, apis, site)));
  }

  private Site network() {
    return new Site(List.of(search.vpc()), "", List.of(), List.of(), "", false);
  }

  private Site whole() {
    Ground bare =
        new Ground(cluster, apis, new Site(List.of(), "", List.of(), List.of(), "", true));
    Optional<Cluster> found = Clusters.describe(bare);
    Set<String> vpcs = new LinkedHashSet<>();
    found.map(Surveyor::vpc).filter(vpc -> !vpc.isEmpty()).ifPresent(vpcs::add);
    new Vpcs()
        .find(bare, "").sights().stream()
            .filter(vpc -> Marks.of(cluster.name(), vpc.tags()).isPresent())
            .forEach(vpc -> vpcs.add(vpc.id()));
    return new Site(
        List.copyOf(vpcs),
        found.map(Surveyor::issuer).orElse(""),
        found.map(Surveyor::named).orElse(List.of()),
        search.hosts(),
        search.zone(),
        true);
  }

  private List<Finding> findings(Ground ground) {
    List<Finding> findings = new ArrayList<>();
    List<Sight> seen = new Vpcs().look(ground, ground.vpcs());
    for (String vpc : ground.vpcs()) {
      seen.stream()
          .filter(one -> one.id().equals(vpc))
          .findFirst()
          .ifPresentOrElse(
              one -> judge(ground, one, findings),
              () -> forbid(findings, "VPC_MISSING", "there is no network " + vpc));
    }
    if (!ground.vpcs().isEmpty()) {
      inhabitants(ground, findings);
    }
    return findings;
  }

  private static void judge(Ground ground, Sight vpc, List<Finding> findings) {
    if (!vpc.state().taboo().isEmpty()) {
      forbid(findings, "VPC_DEFAULT", vpc + " is never removed: " + vpc.state().taboo());
    }
    Marks.other(ground.cluster().name(), vpc.tags())
        .ifPresent(
            other ->
                forbid(findings, "VPC_NOT_OURS", vpc + " carries a tag of the cluster " + other));
  }

  private void inhabitants(Ground ground, List<Finding> findings) {
    EksClient eks = apis.eks(cluster);
    for (String name : eks.listClustersPaginator().clusters()) {
      String vpc =
          name.equals(cluster.name())
              ? ""
              : vpc(eks.describeCluster(request -> request.name(name)).cluster());
      if (ground.vpcs().contains(vpc)) {
        forbid(findings, "VPC_INHABITED", vpc + " is the network of the cluster " + name);
      }
    }
  }

  private static void forbid(List<Finding> findings, String code, String message) {
    findings.add(new Finding(code, true, message));
  }

  private static String vpc(Cluster cluster) {
    var network = cluster.resourcesVpcConfig();
    return network == null ? "" : Objects.requireNonNullElse(network.vpcId(), "");
  }

  private static String issuer(Cluster cluster) {
    boolean known = cluster.identity() != null && cluster.identity().oidc() != null;
    String address = known ? cluster.identity().oidc().issuer() : "";
    return Objects.requireNonNullElse(address, "").replaceFirst("^https://", "");
  }

  private static List<String> named(Cluster cluster) {
    List<String> arns = new ArrayList<>();
    Optional.ofNullable(cluster.roleArn()).ifPresent(arns::add);
    cluster.encryptionConfig().forEach(one -> arns.add(one.provider().keyArn()));
    return arns;
  }
}
