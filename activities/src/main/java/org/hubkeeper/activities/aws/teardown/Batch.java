package org.hubkeeper.activities.aws.teardown;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.model.Asset.Whose;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Removes things of one kind, each only on what was seen just before.
 *
 * <ol>
 *   <li>All are looked at.
 *   <li>One that has gone is done; one that is foreign or protected is kept, whatever was approved.
 *   <li>One that is on its way, or goes with what it is a part of, is waited for.
 *   <li>The others are asked to go, once each. A refusal names who holds it.
 *   <li>All are looked at again: what AWS still shows is waited for.
 * </ol>
 */
final class Batch {

  /**
   * What became of one thing.
   *
   * @param blocker what it waits for; null unless it does
   * @param leaving whether the provider is at work on it
   */
  record Outcome(String id, Result result, String note, Blocker blocker, boolean leaving) {}

  enum Result {
    GONE,
    KEPT,
    LEAVING
  }

  private final Ground ground;
  private final Kind kind;
  private final Set<String> unguarded;
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  /** {@code unguarded} are those whose protection may be lifted. */
  Batch(Ground ground, Kind kind, Set<String> unguarded) {
    this.ground = ground;
    this.kind = kind;
    this.unguarded = unguarded;
  }

  List<Outcome> remove(List<String> ids) {
    Map<String, Sight> seen = look(ids);
    List<String> asked = new ArrayList<>();
    for (String id : ids) {
      Sight sight = seen.get(id);
      if (sight == null) {
        gone(id);
      } else if (may(sight) && ask(sight)) {
        asked.add(id);
      }
    }
    Map<String, Sight> left = asked.isEmpty() ? Map.of() : look(asked);
    asked.forEach(id -> settle(id, left.get(id)));
    return ids.stream().map(outcomes::get).toList();
  }

  private boolean may(Sight sight) {
    if (kind.done(sight)) {
      put(sight.id(), Result.GONE, sight.state().word());
      return false;
    }
    Belonging belonging = Belonging.of(ground, sight);
    if (belonging.whose() == Whose.FOREIGN) {
      put(sight.id(), Result.KEPT, belonging.reason());
      return false;
    }
    if (sight.state().leaving()) {
      leaving(sight, "AWS, which says " + sight.state().word(), "nothing to do: it takes minutes");
      return false;
    }
    if (kind.waits(sight)) {
      String remedy = "nothing to do once that is being removed: it goes minutes after";
      leaving(sight, sight.maker().isEmpty() ? sight.parent() : sight.maker(), remedy);
      return false;
    }
    return unguarded(sight);
  }

  /** Lifting a protection is a change of its own; the next attempt removes. */
  private boolean unguarded(Sight sight) {
    if (!sight.state().guarded()) {
      return true;
    }
    if (unguarded.contains(sight.id())) {
      kind.unguard(ground, sight);
      leaving(sight, "its protection, which is being lifted", "nothing to do: it takes a moment");
    } else {
      put(sight.id(), Result.KEPT, "it is protected against removal");
    }
    return false;
  }

  /** Whether it was asked to go. */
  private boolean ask(Sight sight) {
    try {
      kind.delete(ground, sight);
      return true;
    } catch (AwsServiceException e) {
      String code = AwsFailures.code(e);
      if (Refusals.gone(code)) {
        gone(sight.id());
      } else if (kind.passes(code)) {
        held(sight, code);
      } else if (look(List.of(sight.id())).isEmpty()) {
        // Permissions may hang on tags, and those go with a thing: then the refusal misleads.
        gone(sight.id());
      } else {
        throw e;
      }
      return false;
    }
  }

  private void held(Sight sight, String code) {
    Holder holder =
        kind.holder(ground, sight)
            .orElseGet(
                () ->
                    new Holder(
                        "something that AWS doesn't name (%s)".formatted(code),
                        Instant.EPOCH,
                        "nothing to do if that goes by itself"));
    Blocker blocker = new Blocker(sight.toString(), holder.what(), holder.since(), holder.remedy());
    outcomes.put(sight.id(), new Outcome(sight.id(), Result.LEAVING, "", blocker, false));
  }

  private void settle(String id, Sight left) {
    if (left == null) {
      gone(id);
    } else if (kind.done(left)) {
      put(id, Result.GONE, left.state().word());
    } else {
      leaving(left, "AWS, which has been asked to remove it", "nothing to do: it takes minutes");
    }
  }

  private void leaving(Sight sight, String holder, String remedy) {
    Blocker blocker = Blocker.of(sight.toString(), holder, remedy);
    outcomes.put(
        sight.id(), new Outcome(sight.id(), Result.LEAVING, "", blocker, sight.state().leaving()));
  }

  private void gone(String id) {
    put(id, Result.GONE, "");
  }

  private void put(String id, Result result, String note) {
    outcomes.put(id, new Outcome(id, result, note, null, false));
  }

  private Map<String, Sight> look(List<String> ids) {
    return kind.look(ground, ids).stream()
        .collect(Collectors.toMap(Sight::id, Function.identity(), (one, other) -> one));
  }
}
