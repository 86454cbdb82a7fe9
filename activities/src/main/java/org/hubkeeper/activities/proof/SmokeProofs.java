package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.activities.ScratchNamespace;
import org.hubkeeper.workflows.activity.Smoke;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/** Small proofs of a whole cluster, none of a single component. */
public final class SmokeProofs implements Smoke {

  private static final String NAME = "prove-api";
  private static final int FIRST_FAILURE_OF_THE_SERVER = 500;

  private final Function<ClusterRef, KubernetesClient> clients;
  private final Network network;
  private final String image;
  private final Supplier<String> run;

  /**
   * @param image with a shell and nslookup
   * @param run names the run that asks
   */
  public SmokeProofs(
      Function<ClusterRef, KubernetesClient> clients,
      Network network,
      String image,
      Supplier<String> run) {
    this.clients = clients;
    this.network = network;
    this.image = image;
    this.run = run;
  }

  @Override
  public String proveApi(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    client.raw("/readyz");
    new ScratchNamespace(client).ensure();
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withMetadata(OwnObjects.meta(ScratchNamespace.NAME, NAME))
            .withData(Map.of("run", run.get()))
            .build();
    OwnObjects.apply(client, wanted);
    try {
      ConfigMap read = client.configMaps().inNamespace(ScratchNamespace.NAME).withName(NAME).get();
      if (read == null || !wanted.getData().equals(read.getData())) {
        throw Failures.notReady(
            Blocker.of(
                "API server",
                "it does not return what was just written",
                "see the health of etcd: `kubectl get --raw /readyz?verbose`"));
      }
    } finally {
      client.configMaps().inNamespace(ScratchNamespace.NAME).withName(NAME).delete();
    }
    return "the API server is ready; an object was written, read and deleted";
  }

  @Override
  public String proveDns(ClusterRef cluster) {
    return new DnsProof(clients.apply(cluster), image).prove();
  }

  @Override
  public String proveIngress(ClusterRef cluster, String host) {
    URI uri = URI.create("https://" + host + "/");
    HttpResponse<byte[]> response =
        Http.outside(network.proxies().selector(), network.trust().context()).get(uri);
    if (response.statusCode() >= FIRST_FAILURE_OF_THE_SERVER) {
      throw Failures.notReady(
          Blocker.of(
              host, "it answers HTTP " + response.statusCode(), "see the pods behind the ingress"));
    }
    return "%s answers HTTP %d with a valid certificate".formatted(uri, response.statusCode());
  }
}
