package org.hubkeeper.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxiesTest {

  private final Proxies proxies =
      Proxies.from(
          Map.of("HTTPS_PROXY", "proxy.example:3128", "no_proxy", ".internal, other.example"));

  @Test
  void theOutsideIsReachedThroughTheProxy() {
    assertThat(proxies.selector().select(URI.create("https://ec2.us-west-2.amazonaws.com")))
        .containsExactly(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128)));
  }

  @Test
  void exceptionsAndTheMachineItselfAreReachedStraight() {
    assertThat(proxies.direct("a.internal")).isTrue();
    assertThat(proxies.direct("Other.example")).isTrue();
    assertThat(proxies.direct("127.0.0.1")).isTrue();
    assertThat(proxies.direct("another.example")).isFalse();
  }

  @Test
  void withoutVariablesThereIsNoProxy() {
    assertThat(Proxies.from(Map.of()).direct("example.org")).isTrue();
  }

  @Test
  void aBundleWithoutCertificatesIsRefusedByName(@TempDir Path folder) throws IOException {
    Path bundle = Files.writeString(folder.resolve("ca.pem"), "no certificate");

    assertThatThrownBy(() -> Trust.of(Optional.of(bundle)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("caBundle")
        .hasMessageContaining("ca.pem");
  }
}
