package org.hubkeeper.workflows.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** What fakes were asked and what they changed, in order, and what they shall fail at. */
public final class Journal {

  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final List<String> writes = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();

  /** A call; does beforehand what the test wants done. */
  public void call(String name) {
    calls.add(name);
    before.getOrDefault(name, () -> {}).run();
  }

  public void write(String name) {
    writes.add(name);
  }

  /** Does this before every call of that name. */
  public void before(String call, Runnable action) {
    before.put(call, action);
  }

  /** Does this before the next call of that name, and no later one. */
  public void once(String call, Runnable action) {
    before.put(
        call,
        () -> {
          before.remove(call);
          action.run();
        });
  }

  public void failing(String call, FailureKind kind) {
    before(
        call,
        () -> {
          throw Failures.of(kind, call + " is broken", null);
        });
  }

  public void heal(String call) {
    before.remove(call);
  }

  public void clear() {
    calls.clear();
    writes.clear();
  }

  /** Forgets also what it shall fail at. */
  public void reset() {
    clear();
    before.clear();
  }

  /** The writes whose names begin so. */
  public List<String> writes(String prefix) {
    return writes.stream().filter(write -> write.startsWith(prefix)).toList();
  }

  public long calls(String name) {
    return calls.stream().filter(name::equals).count();
  }
}
