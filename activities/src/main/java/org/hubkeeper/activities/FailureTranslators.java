package org.hubkeeper.activities;

import io.temporal.failure.TemporalFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * Turns whatever an activity throws into the one exception type that the kernel knows.
 *
 * <ol>
 *   <li>What is in the kernel's terms already stays as it is, also inside of a client's wrapper.
 *   <li>The first translator that knows the exception, or one of its causes, names kind and
 *       message.
 *   <li>The client's exception is not kept as a cause: its text may hold what must not be recorded.
 * </ol>
 */
public final class FailureTranslators {

  private static final Pattern ACCESS_KEY =
      Pattern.compile("\\b[A-Z]{4}[A-Z2-7]{9,}([A-Z0-9]{3})\\b");

  private final List<FailureTranslator> translators;

  /** Takes one translator for each client library, asked in this order. */
  public FailureTranslators(List<FailureTranslator> translators) {
    this.translators = List.copyOf(translators);
  }

  /** The exception to throw instead; empty when nobody knows it, which makes it a defect. */
  public Optional<RuntimeException> translate(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof TemporalFailure || e instanceof OutlivedException) {
        return Optional.of((RuntimeException) e);
      }
    }
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      Optional<RuntimeException> known = ask(e);
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  private Optional<RuntimeException> ask(Throwable e) {
    return translators.stream()
        .flatMap(translator -> translator.translate(e).stream())
        .findFirst()
        .map(told -> Failures.of(told.kind(), withoutKeys(told.message()), null));
  }

  /** Of an access key id people may see the last three characters, which is how they name it. */
  static String withoutKeys(String message) {
    return ACCESS_KEY.matcher(message).replaceAll("…$1");
  }
}
