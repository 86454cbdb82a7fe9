package org.hubkeeper.activities.proof;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code grafana}: at its final address people get in with the password of the Secret, not with the
 * first one, and find the dashboards.
 */
final class GrafanaWorks implements Proving {

  private static final int HTTP_OK = 200;

  private final Network network;

  GrafanaWorks(Network network) {
    this.network = network;
  }

  @Override
  public String prove(Asked asked) {
    URI address = URI.create("https://" + asked.fact("host") + asked.field("path"));
    Http http = Http.outside(network.proxies().selector(), network.trust().context());
    Http.expect(http.get(URI.create(address + "/login")), HTTP_OK, "Grafana");
    GrafanaApi grafana = GrafanaApi.at(http, address);
    String user = asked.optional("user").orElse("admin");
    String password = secret(asked, "secret", "key");
    if (!grafana.accepts(user, password)) {
      throw Failures.of(
          FailureKind.REJECTED,
          "%s: Grafana does not accept the password of the Secret %s/%s; if a person has changed it,"
                  .formatted(asked.what(), asked.namespace(), asked.field("secret"))
              + " put the new one there",
          null);
    }
    boolean initial = asked.optional("initialSecret").isPresent();
    if (initial && grafana.accepts(user, secret(asked, "initialSecret", "initialKey"))) {
      throw asked.rejected("the first password is still accepted");
    }
    List<String> wanted =
        Stream.of(asked.optional("dashboards").orElse("").split(","))
            .map(String::strip)
            .filter(uid -> !uid.isEmpty())
            .toList();
    for (String uid : wanted) {
      if (!grafana.has(uid, user, password)) {
        throw Failures.notReady(
            Blocker.of(
                "Grafana", "it has no dashboard " + uid, "the task grafana-dashboards imports it"));
      }
    }
    return "%s lets %s in with the new password only; %d dashboards are there"
        .formatted(address, user, wanted.size());
  }

  private static String secret(Asked asked, String secret, String key) {
    return SecretEntries.read(
        asked.client(), asked.namespace(), asked.field(secret), asked.field(key));
  }
}
