package org.hubkeeper.rehearsal.world;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hubkeeper.rehearsal.process.Supervised;

/** A part of a world that is started again when it dies, as its supervisor would in production. */
final class Service implements AutoCloseable {

  private static final Duration SHORT_LIFE = Duration.ofSeconds(5);
  private static final int TRIES = 5;

  private final Supplier<Supervised> launch;
  private final Consumer<Supervised> readiness;
  private Supervised process;
  private Instant started;
  private int shortLives;
  private boolean closed;

  private Service(Supplier<Supervised> launch, Consumer<Supervised> readiness) {
    this.launch = launch;
    this.readiness = readiness;
  }

  /** Starts it and returns once it is ready. */
  static Service start(Supplier<Supervised> launch, Consumer<Supervised> readiness) {
    Service service = new Service(launch, readiness);
    service.launch();
    boolean ready = false;
    try {
      readiness.accept(service.process);
      ready = true;
      return service;
    } finally {
      if (!ready) {
        service.close();
      }
    }
  }

  /** Starts it again if it has died; not for ever, if it dies as soon as it lives. */
  synchronized boolean revive() {
    if (closed || process.alive() || shortLives >= TRIES) {
      return false;
    }
    boolean brief = Duration.between(started, Instant.now()).compareTo(SHORT_LIFE) < 0;
    shortLives = brief ? shortLives + 1 : 0;
    launch();
    return true;
  }

  /** Kills it as {@code kill -9} does; it is up to {@link #revive()} to start it again. */
  void kill() {
    current().kill();
  }

  /** Returns once the process that there is now is ready. */
  void awaitReady() {
    readiness.accept(current());
  }

  synchronized Supervised current() {
    return process;
  }

  private synchronized void launch() {
    process = launch.get();
    started = Instant.now();
  }

  @Override
  public void close() {
    Supervised last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    last.close();
  }
}
