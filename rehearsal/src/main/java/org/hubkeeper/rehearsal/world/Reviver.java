package org.hubkeeper.rehearsal.world;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.rehearsal.Narrator;

/** Looks after services and starts again what has died. */
final class Reviver implements AutoCloseable {

  private static final long BEAT_MILLIS = 50;

  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Narrator narrator;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "reviver");
            thread.setDaemon(true);
            return thread;
          });

  Reviver(Narrator narrator) {
    this.narrator = narrator;
    clock.scheduleWithFixedDelay(this::look, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  void watch(String name, Service service) {
    services.put(name, service);
  }

  private void look() {
    services.forEach(
        (name, service) -> {
          if (service.revive()) {
            narrator.say("%s has died; a new process goes on.", name);
          }
        });
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
