package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An activity against every single fault.
 *
 * <ol>
 *   <li>A run without faults tells how many requests there are and what comes out.
 *   <li>For each request: it is refused, fails, or is done and its reply lost; once, so that the
 *       SDK tries again, and so often that the SDK gives up.
 *   <li>The activity is called, by a worker with empty memory, until it returns.
 *   <li>The outcome must be the same, and what can't be done twice be done once.
 * </ol>
 */
final class FaultSweep<S extends SweptActivities> {

  /** Tries of the SDK for one call. */
  private static final int ALL = 3;

  /** All troubles that a request can have. */
  static final List<Trouble> TROUBLES =
      List.of(
          new Trouble("throttle", 1),
          new Trouble("error", 1),
          new Trouble("lost-reply", 1),
          new Trouble("throttle", ALL),
          new Trouble("error", ALL),
          new Trouble("lost-reply", ALL));

  /** The one that tempts to do things twice. */
  static final List<Trouble> LOST_REPLY = TROUBLES.subList(2, 3);

  /** Each sort of trouble once: where an account has to be set up for each, that is enough. */
  static final List<Trouble> FEW =
      List.of(
          new Trouble("throttle", 1),
          new Trouble("error", ALL),
          new Trouble("lost-reply", 1),
          new Trouble("lost-reply", ALL));

  private final S swept;

  /** An activity, what must be so before, and how it is called. */
  record Swept<S>(String name, Consumer<S> before, Function<S, ?> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** One kind of trouble. */
  record Trouble(String kind, int count) {
    static final Trouble NONE = new Trouble("none", 0);
  }

  FaultSweep(S swept) {
    this.swept = swept;
  }

  /** Fails with all that went otherwise than without faults. */
  void sweep(Swept<S> activity, List<Trouble> troubles) {
    Map<String, String> expected = after(activity, Trouble.NONE, 0);
    int requests = swept.requests();
    assertThat(requests).isPositive();
    List<String> wrong = new ArrayList<>();
    for (Trouble trouble : troubles) {
      for (int n = 0; n < requests; n++) {
        String where = activity + ", " + trouble + ", request " + n + ": ";
        wrong.addAll(differences(activity, trouble, n, expected, where));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The same for what only looks: it must see the same, and the world is set up once. */
  void sweepLook(Swept<S> activity, List<Trouble> troubles) {
    swept.seed();
    activity.before().accept(swept);
    Object expected = seen(activity, Trouble.NONE, 0);
    int requests = swept.requests();
    assertThat(requests).isPositive();
    List<String> wrong = new ArrayList<>();
    for (Trouble trouble : troubles) {
      for (int n = 0; n < requests; n++) {
        Object seen = seen(activity, trouble, n);
        if (!expected.equals(seen)) {
          wrong.add(activity + ", " + trouble + ", request " + n + ": " + seen);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private Object seen(Swept<S> activity, Trouble trouble, int n) {
    swept.forget();
    swept.fault(trouble.kind(), n, trouble.count());
    Object seen = swept.untilItReturns(() -> activity.call().apply(swept));
    swept.calm();
    return seen;
  }

  private List<String> differences(
      Swept<S> activity, Trouble trouble, int n, Map<String, String> expected, String where) {
    List<String> wrong = new ArrayList<>();
    try {
      Map<String, String> state = after(activity, trouble, n);
      if (!state.equals(expected)) {
        wrong.add(where + state + " instead of " + expected);
      }
      swept.repeated().forEach((effect, how) -> wrong.add(where + effect + " " + how));
    } catch (AssertionError e) {
      wrong.add(where + e.getMessage());
    }
    return wrong;
  }

  private Map<String, String> after(Swept<S> activity, Trouble trouble, int n) {
    swept.seed();
    activity.before().accept(swept);
    swept.forget();
    swept.fault(trouble.kind(), n, trouble.count());
    swept.untilItReturns(() -> activity.call().apply(swept));
    swept.calm();
    return swept.state();
  }
}
