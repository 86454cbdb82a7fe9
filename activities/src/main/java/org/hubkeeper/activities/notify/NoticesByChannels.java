package org.hubkeeper.activities.notify;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hubkeeper.activities.IdempotencyKey;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * Tells a notice on every configured channel.
 *
 * <p>No channel can be asked whether it has a notice already, so a notice may be told twice when
 * another channel has failed; each carries a key by which its receiver can tell.
 */
public final class NoticesByChannels implements Notices {

  private final List<Notifier> channels;
  private final UnaryOperator<String> key;

  /** The channels are told in this order. */
  public NoticesByChannels(List<Notifier> channels) {
    this(channels, IdempotencyKey::of);
  }

  NoticesByChannels(List<Notifier> channels, UnaryOperator<String> key) {
    this.channels = List.copyOf(channels);
    this.key = key;
  }

  @Override
  public String send(Notice notice) {
    List<String> told = new ArrayList<>();
    List<ApplicationFailure> failures = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Notifier channel : channels) {
      try {
        channel.tell(notice, key.apply(channel.name()));
        told.add(channel.name());
      } catch (ApplicationFailure e) {
        // A channel that fails keeps the others from nothing.
        failures.add(e);
        failed.add(channel.name() + ": " + e.getOriginalMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw Failures.of(worst(failures), words(told, failed), null);
    }
    return told.isEmpty() ? "no channel is configured" : "told by " + String.join(", ", told);
  }

  /** What needs a person decides: trying again would only tell the other channels again. */
  private static FailureKind worst(List<ApplicationFailure> failures) {
    return failures.stream()
        .map(failure -> FailureKind.valueOf(failure.getType()))
        .min((a, b) -> Boolean.compare(a.retryable(), b.retryable()))
        .orElse(FailureKind.UNEXPECTED);
  }

  private static String words(List<String> told, List<String> failed) {
    String others = told.stream().collect(Collectors.joining(", "));
    return String.join("; ", failed) + (others.isEmpty() ? "" : "; told by " + others);
  }
}
