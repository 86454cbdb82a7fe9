package org.hubkeeper.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.notify.LogNotifier;
import org.hubkeeper.activities.notify.Notifier;
import org.hubkeeper.activities.notify.SmtpNotifier;
import org.hubkeeper.activities.notify.WebhookNotifier;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.worker.WorkerConfig.Channel;

/** The ways to tell people, as configured. */
final class Channels {

  private Channels() {}

  /** Secrets are resolved each time that something is told, so that a renewed one counts. */
  static List<Notifier> of(WorkerConfig settings, SecretResolver secrets) {
    List<Notifier> channels = new ArrayList<>();
    for (Channel channel : settings.channels()) {
      channels.add(notifier(channel, settings, secrets));
    }
    return channels;
  }

  static Network network(WorkerConfig settings) {
    return Network.of(
        System.getenv(),
        settings.caBundle().isEmpty()
            ? Optional.empty()
            : Optional.of(Path.of(settings.caBundle())));
  }

  private static Notifier notifier(Channel channel, WorkerConfig settings, SecretResolver secrets) {
    return switch (channel.type()) {
      case "webhook" ->
          new WebhookNotifier(
              () -> secret(secrets, channel.url(), "notify.url"), network(settings));
      case "smtp" ->
          new SmtpNotifier(
              new SmtpNotifier.Server(
                  channel.host(),
                  channel.port(),
                  channel.from(),
                  () -> secret(secrets, channel.user(), "notify.user"),
                  () -> secret(secrets, channel.password(), "notify.password"),
                  channel.startTls()),
              network(settings).trust());
      default -> new LogNotifier();
    };
  }

  private static String secret(SecretResolver secrets, String reference, String field) {
    return reference == null || reference.isEmpty()
        ? ""
        : secrets.resolve(reference, field).reveal();
  }
}
