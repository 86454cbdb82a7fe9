package org.hubkeeper.activities.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Proxies;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Makes the one pool of connections that all clients of AWS share. */
final class AwsHttp {

  /** More than the activities that a worker runs at once, so that none waits for a connection. */
  private static final int CONNECTIONS = 128;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private AwsHttp() {}

  static SdkHttpClient open(Network network, Duration answer) {
    return Apache5HttpClient.builder()
        .maxConnections(CONNECTIONS)
        .connectionTimeout(CONNECT)
        .connectionAcquisitionTimeout(answer)
        .socketTimeout(answer)
        .proxyConfiguration(proxy(network.proxies()))
        .tlsTrustManagersProvider(network.trust()::managers)
        .build();
  }

  private static ProxyConfiguration proxy(Proxies proxies) {
    ProxyConfiguration.Builder proxy =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .nonProxyHosts(patterns(proxies));
    proxies.https().ifPresent(address -> through(proxy, address));
    return proxy.build();
  }

  private static void through(ProxyConfiguration.Builder proxy, URI address) {
    int port = address.getPort() < 0 ? 80 : address.getPort();
    proxy.endpoint(URI.create(address.getScheme() + "://" + address.getHost() + ":" + port));
    if (address.getUserInfo() != null) {
      String[] user = address.getUserInfo().split(":", 2);
      proxy.username(user[0]).password(user.length > 1 ? user[1] : "");
    }
  }

  /** The SDK wants regular expressions for whole host names. */
  private static Set<String> patterns(Proxies proxies) {
    return proxies.none().stream()
        .map(
            entry ->
                entry.equals("*")
                    ? ".*"
                    : "(.*\\.)?" + Pattern.quote(entry.replaceFirst("^\\*?\\.", "")))
        .collect(Collectors.toSet());
  }
}
