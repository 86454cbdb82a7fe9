package org.hubkeeper.workflows.kernel;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import java.util.Collection;
import java.util.Optional;

/** Builds the one exception type that activities throw, and puts failures into words. */
public final class Failures {

  /** A failure as a runbook and its people see it. */
  public record Told(FailureKind kind, String message) {}

  private Failures() {}

  /** The change is under way; Temporal will call the activity again. */
  public static ApplicationFailure notReady(String format, Object... args) {
    return of(FailureKind.NOT_READY, String.format(format, args), null);
  }

  /**
   * Something holds the change up; Temporal will call the activity again, people see the blocker.
   */
  public static ApplicationFailure notReady(Blocker blocker) {
    return builder(FailureKind.NOT_READY, blocker.toString(), null).setDetails(blocker).build();
  }

  /**
   * The same for something that shrinks: it goes on as long as what remains changes, however often
   * it is tried. The names are only compared, never kept.
   */
  public static ApplicationFailure notReady(Blocker blocker, Collection<String> remaining) {
    return builder(FailureKind.NOT_READY, blocker.toString(), null)
        .setDetails(blocker, Integer.toHexString(remaining.stream().sorted().toList().hashCode()))
        .build();
  }

  public static ApplicationFailure of(FailureKind kind, String message, Throwable cause) {
    return builder(kind, message, cause).build();
  }

  /** The blocker that a failure names, if it waits for one. */
  public static Optional<Blocker> blocker(ApplicationFailure e) {
    return waits(e) && e.getDetails().getSize() > 0
        ? Optional.of(e.getDetails().get(0, Blocker.class))
        : Optional.empty();
  }

  /** A word for what remains, if the failure shrinks. */
  public static Optional<String> remaining(ApplicationFailure e) {
    return waits(e) && e.getDetails().getSize() > 1
        ? Optional.of(e.getDetails().get(1, String.class))
        : Optional.empty();
  }

  /** What went wrong in the end: the innermost failure that tells something. */
  public static Told told(TemporalFailure e) {
    Throwable cause =
        e instanceof ActivityFailure || e instanceof ChildWorkflowFailure ? e.getCause() : e;
    if (cause instanceof ActivityFailure inner) {
      return told(inner);
    }
    // A time limit tells nothing; the last attempt before it does.
    Throwable last = cause.getCause() instanceof ApplicationFailure ? cause.getCause() : cause;
    if (last instanceof CanceledFailure) {
      return new Told(FailureKind.UNEXPECTED, "canceled");
    }
    if (last instanceof ApplicationFailure a) {
      FailureKind kind = kind(a.getType());
      String prefix = kind == FailureKind.UNEXPECTED || a.getType().isEmpty() ? "" : kind + ": ";
      return new Told(kind, prefix + firstLine(a.getOriginalMessage()));
    }
    return new Told(FailureKind.UNEXPECTED, firstLine(String.valueOf(last.getMessage())));
  }

  static String firstLine(String message) {
    String text = message == null ? "" : message;
    int end = text.indexOf('\n');
    return Words.cut(end < 0 ? text : text.substring(0, end));
  }

  private static boolean waits(ApplicationFailure e) {
    return FailureKind.NOT_READY.name().equals(e.getType());
  }

  private static FailureKind kind(String type) {
    for (FailureKind kind : FailureKind.values()) {
      if (kind.name().equals(type)) {
        return kind;
      }
    }
    return FailureKind.UNEXPECTED;
  }

  private static ApplicationFailure.Builder builder(
      FailureKind kind, String message, Throwable cause) {
    return ApplicationFailure.newBuilder()
        .setType(kind.name())
        .setMessage(message)
        .setCause(cause)
        .setNonRetryable(!kind.retryable())
        // Never absent: the SDK's getDetails().getSize() throws on a failure built without details.
        .setDetails()
        // Benign failures are not logged as errors: waiting is the normal case.
        .setCategory(
            kind == FailureKind.NOT_READY
                ? ApplicationErrorCategory.BENIGN
                : ApplicationErrorCategory.UNSPECIFIED);
  }
}
