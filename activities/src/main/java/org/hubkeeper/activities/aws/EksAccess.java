package org.hubkeeper.activities.aws;

import java.net.URI;
import java.time.Clock;
import java.util.function.Function;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/** Derives the access to a cluster's API server from EKS: address, authority and a token. */
public final class EksAccess implements Function<ClusterRef, ClusterAccess> {

  private final AwsClients clients;

  /** Asks with the clients, and signs with the credentials, of the cluster. */
  public EksAccess(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public ClusterAccess apply(ClusterRef ref) {
    Cluster cluster = clients.eks(ref).describeCluster(r -> r.name(ref.name())).cluster();
    if (cluster.endpoint() == null || cluster.certificateAuthority() == null) {
      throw Failures.of(
          FailureKind.UNAVAILABLE,
          "EKS shows no address for %s, which is %s".formatted(ref, cluster.statusAsString()),
          null);
    }
    ClusterToken token =
        new ClusterToken(
            ref.name(),
            ref.region(),
            endpoint(clients.sts(ref), ref),
            clients.credentials(ref),
            Clock.systemUTC());
    return new ClusterAccess.Derived(
        cluster.endpoint(), cluster.certificateAuthority().data(), token);
  }

  /** The regional STS: the cluster asks there, unless the environment names another endpoint. */
  private static URI endpoint(StsClient sts, ClusterRef ref) {
    return sts.serviceClientConfiguration()
        .endpointOverride()
        .orElseGet(
            () ->
                StsEndpointProvider.defaultProvider()
                    .resolveEndpoint(
                        where -> where.region(Region.of(ref.region())).useGlobalEndpoint(false))
                    .join()
                    .endpointUrl()
                    .toUri());
  }
}
