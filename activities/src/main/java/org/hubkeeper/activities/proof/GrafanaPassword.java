package org.hubkeeper.activities.proof;

import java.util.function.Function;
import org.hubkeeper.activities.Attempt;

/**
 * {@code grafana-password}: the administrator's password is that of a Secret that was there before,
 * so that it is never lost. A password that a person chose is never changed.
 */
final class GrafanaPassword implements Doing {

  @Override
  public boolean done(Asked asked) {
    return with(asked, grafana -> grafana.accepts(user(asked), wanted(asked)));
  }

  @Override
  public String ensure(Asked asked) {
    return with(asked, grafana -> ensure(asked, grafana));
  }

  static String ensure(Asked asked, GrafanaApi grafana) {
    if (!grafana.accepts(user(asked), wanted(asked))) {
      change(asked, grafana);
    }
    return "the password of %s is that of the Secret %s/%s"
        .formatted(user(asked), asked.namespace(), asked.field("secret"));
  }

  private static void change(Asked asked, GrafanaApi grafana) {
    String initial = secret(asked, "initialSecret", "initialKey");
    if (!grafana.accepts(user(asked), initial)) {
      throw asked.rejected(
          ("Grafana accepts neither the first password nor that of the Secret %s/%s, so a person has"
                  + " chosen one; put it into the Secret, entry %s")
              .formatted(asked.namespace(), asked.field("secret"), asked.field("key")));
    }
    Attempt.checkStillOurs();
    grafana.change(user(asked), initial, wanted(asked));
    if (!grafana.accepts(user(asked), wanted(asked))) {
      throw asked.rejected("Grafana took the new password and does not accept it");
    }
  }

  private static <T> T with(Asked asked, Function<GrafanaApi, T> conversation) {
    return new PortForwards(asked.client())
        .to(
            asked.namespace(),
            asked.field("service"),
            asked.field("port"),
            address -> conversation.apply(GrafanaApi.behind(address)));
  }

  private static String user(Asked asked) {
    return asked.optional("user").orElse("admin");
  }

  private static String wanted(Asked asked) {
    return secret(asked, "secret", "key");
  }

  private static String secret(Asked asked, String secret, String key) {
    return SecretEntries.read(
        asked.client(), asked.namespace(), asked.field(secret), asked.field(key));
  }
}
