package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** How the Kubernetes client is configured: never by this machine's own kubeconfig or variables. */
final class ClusterConfig {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 15_000;

  private ClusterConfig() {}

  static Config derived(ClusterAccess.Derived access, Network network, OAuthTokenProvider token) {
    Config config =
        limits(new ConfigBuilder(Config.empty()), network)
            .withMasterUrl(access.endpoint())
            .withCaCertData(withBundle(access.caData(), network))
            .build();
    config.setOauthTokenProvider(token);
    return config;
  }

  static Config of(ClusterAccess.Kubeconfig access, Network network) {
    String yaml = access.context().isEmpty() ? access.yaml() : select(access);
    return limits(new ConfigBuilder(Config.fromKubeconfig(yaml)), network).build();
  }

  /** The current context of a file is whatever its author did last. */
  private static String select(ClusterAccess.Kubeconfig access) {
    KubernetesSerialization yaml = new KubernetesSerialization();
    var file = yaml.unmarshal(access.yaml(), io.fabric8.kubernetes.api.model.Config.class);
    List<String> contexts = file.getContexts().stream().map(NamedContext::getName).toList();
    if (!contexts.contains(access.context())) {
      throw Failures.of(
          FailureKind.REJECTED,
          "the kubeconfig has no context %s but %s; correct `context` or `access.kubeconfig`"
              .formatted(access.context(), contexts),
          null);
    }
    file.setCurrentContext(access.context());
    return yaml.asYaml(file);
  }

  private static ConfigBuilder limits(ConfigBuilder config, Network network) {
    return config
        .withConnectionTimeout(CONNECT_MILLIS)
        .withRequestTimeout(REQUEST_MILLIS)
        // Temporal retries the activity; a second loop inside would only hide what holds it up.
        .withRequestRetryBackoffLimit(0)
        // Over HTTP/2 a refusal of the token comes with a GOAWAY, of which the JDK's client makes a
        // lost connection: the 401 would look like an API server that is away.
        .withHttp2Disable(true)
        .withUserAgent("hubkeeper")
        .withHttpProxy(null)
        .withHttpsProxy(network.proxies().https().map(URI::toString).orElse(null))
        .withNoProxy(network.proxies().none().toArray(String[]::new));
  }

  private static String withBundle(String caData, Network network) {
    if (network.trust().pem().isEmpty()) {
      return caData;
    }
    String pem = new String(Base64.getDecoder().decode(caData), StandardCharsets.US_ASCII);
    String both = pem + "\n" + network.trust().pem();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
  }
}
