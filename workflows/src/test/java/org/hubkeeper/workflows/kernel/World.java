package org.hubkeeper.workflows.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the sample's calls find: a log of what was done, and what a test lets fail. */
final class World implements Sample.Probe {

  /** Names of the calls that succeeded, in order. */
  final List<String> log = new CopyOnWriteArrayList<>();

  /** How often each call was made. */
  final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  private final Map<String, Runnable> script = new ConcurrentHashMap<>();

  World on(String name, Runnable action) {
    script.put(name, action);
    return this;
  }

  World failing(String name, FailureKind kind) {
    return on(
        name,
        () -> {
          throw Failures.of(kind, name + " is broken", null);
        });
  }

  void heal(String name) {
    script.remove(name);
  }

  int calls(String name) {
    return calls.getOrDefault(name, new AtomicInteger()).get();
  }

  @Override
  public String ensure(String name) {
    calls.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
    script.getOrDefault(name, () -> {}).run();
    log.add(name);
    return name + " done";
  }
}
