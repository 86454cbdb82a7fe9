package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.eks.model.Update;

/**
 * Gets one thing of a cluster updated once.
 *
 * <ol>
 *   <li>While any update of it runs, whoever began it, it is waited for; a second is never asked
 *       for.
 *   <li>An update of the same kind that failed since the call was ordered fails the call. An
 *       earlier one does not: a person has ordered a fresh one since.
 *   <li>Else the update is asked for, with a token by which EKS knows a repeated request.
 * </ol>
 */
public final class OneUpdate {

  private final UpdateLog log;
  private final String object;
  private final Instant ordered;
  private final String remedy;

  /**
   * @param object what is updated, as people read it
   * @param ordered when the call that this attempt is of was scheduled
   * @param remedy what people can do while it runs
   */
  public OneUpdate(UpdateLog log, String object, Instant ordered, String remedy) {
    this.log = log;
    this.object = object;
    this.ordered = ordered;
    this.remedy = remedy;
  }

  /** What to throw while EKS says that an update runs. */
  public RuntimeException running() {
    return log.running().map(this::waitFor).orElseGet(this::unnamed);
  }

  /** Asks for the update, and tells what to throw. */
  public RuntimeException request(Predicate<Update> same, Supplier<Update> send) {
    return log.failedSince(ordered, same)
        .map(failed -> UpdateErrors.of(object, failed))
        .orElseGet(() -> told(send.get()));
  }

  /** For a token that it knows EKS tells of the update that it began then. */
  private RuntimeException told(Update update) {
    return UpdateErrors.failed(update) ? UpdateErrors.of(object, update) : waitFor(update);
  }

  private RuntimeException waitFor(Update update) {
    return Failures.notReady(
        new Blocker(
            object,
            "%s %s of EKS%s".formatted(update.typeAsString(), update.id(), UpdateLog.told(update)),
            update.createdAt(),
            remedy));
  }

  /** The moment in which an update has ended and its object does not know it yet. */
  private RuntimeException unnamed() {
    return Failures.notReady(
        Blocker.of(object, "EKS, which says UPDATING and names no update", "it is about to end"));
  }
}
