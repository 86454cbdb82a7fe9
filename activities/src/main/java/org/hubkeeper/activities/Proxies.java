package org.hubkeeper.activities;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy for requests to the outside, as HTTPS_PROXY and NO_PROXY name it.
 *
 * @param https where requests go through; empty for straight to the host
 * @param none hosts, or endings of hosts, that are reached without it
 */
public record Proxies(Optional<URI> https, List<String> none) {

  /** The machine itself is never behind a proxy. */
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]", "::1");

  public Proxies {
    none = List.copyOf(none);
  }

  /** Reads the variables in both spellings. */
  public static Proxies from(Map<String, String> environment) {
    Optional<URI> https =
        variable(environment, "HTTPS_PROXY")
            .map(text -> URI.create(text.contains("://") ? text : "http://" + text));
    List<String> none =
        variable(environment, "NO_PROXY").stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList();
    return new Proxies(https, Stream.concat(LOOPBACK.stream(), none.stream()).distinct().toList());
  }

  /** Whether a host is reached without the proxy. */
  public boolean direct(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return https.isEmpty() || none.stream().anyMatch(entry -> matches(entry, name));
  }

  /** For clients of the JDK. */
  public ProxySelector selector() {
    return new Selector(this);
  }

  private static boolean matches(String entry, String host) {
    String ending = entry.replaceFirst("^\\*?\\.", "");
    return entry.equals("*") || host.equals(ending) || host.endsWith("." + ending);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name.toLowerCase(Locale.ROOT), name)
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  private static final class Selector extends ProxySelector {

    private final Proxies proxies;

    Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return proxies.direct(uri.getHost())
          ? List.of(Proxy.NO_PROXY)
          : proxies.https().stream().map(Selector::proxy).toList();
    }

    private static Proxy proxy(URI address) {
      int port = address.getPort() < 0 ? 80 : address.getPort();
      return new Proxy(
          Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // The request itself fails, which is reported.
    }
  }
}
