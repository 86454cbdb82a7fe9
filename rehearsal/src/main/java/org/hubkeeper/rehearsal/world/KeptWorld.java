package org.hubkeeper.rehearsal.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Logs;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/** The world that goes on after a rehearsal with {@code --keep}; one in a cache. */
public record KeptWorld(Cache cache) {

  private static final String DETACHED =
      "import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])";
  private static final long POLL_MILLIS = 100;
  private static final long END_SECONDS = 20;

  /** The world, if there is one and somebody still runs it. */
  public Optional<WorldAddress> find() {
    try {
      if (!Files.exists(pointer())) {
        return Optional.empty();
      }
      Path directory = Path.of(Files.readString(pointer()).strip());
      Path address = directory.resolve(World.ADDRESS);
      return Worlds.held(directory) && Files.exists(address)
          ? Optional.of(WorldAddress.read(address))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pointer(), e);
    }
  }

  /** Starts a world in a process that goes on without us, and returns once it is complete. */
  public WorldAddress start(WorldPlan plan, Tools tools, Narrator narrator) {
    Path log = cache.directory("logs").resolve("kept-world.log");
    Path order = cache.directory("logs").resolve("kept-world.json");
    new Keeper.Order(plan, tools, cache).write(order);
    try {
      Files.deleteIfExists(pointer());
      Process keeper = launch(tools, order, log);
      return narrator.during(
          "starting the world that will be kept",
          () -> Logs.tail(log, 1).strip(),
          () -> awaitComplete(keeper, log));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the world", e);
    }
  }

  /** Ends the world; false when there was none. */
  public boolean stop() {
    Optional<ProcessHandle> keeper = find().flatMap(address -> ProcessHandle.of(address.keeper()));
    keeper.ifPresent(
        process -> {
          process.destroy();
          awaitEnd(process.onExit());
          process.destroyForcibly();
        });
    Cache.delete(pointer());
    return keeper.isPresent();
  }

  /** Names the world as the one that is kept. */
  void remember(Path directory) {
    try {
      Files.writeString(pointer(), directory + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + pointer(), e);
    }
  }

  private Path pointer() {
    return cache.root().resolve("kept-world");
  }

  private static Process launch(Tools tools, Path order, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(tools.guard().python().toString(), "-I", "-S", "-c", DETACHED));
    command.addAll(Jvm.small());
    command.addAll(List.of(Keeper.class.getName(), order.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .directory(Path.of("/").toFile())
        .start();
  }

  /** Until it is told to stay, the keeper ends when we do. */
  private WorldAddress awaitComplete(Process keeper, Path log) {
    Optional<WorldAddress> found = find();
    while (found.isEmpty()) {
      if (!keeper.isAlive()) {
        throw CommandFailure.failed(
            "the world could not be started:%n%s".formatted(Logs.tail(log, 12)));
      }
      nap();
      found = find();
    }
    try (var stay = keeper.getOutputStream()) {
      stay.write(Keeper.STAY);
    } catch (IOException e) {
      throw new UncheckedIOException("the kept world has ended; see " + log, e);
    }
    return found.get();
  }

  private static void awaitEnd(CompletableFuture<ProcessHandle> end) {
    end.completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
  }

  private static void nap() {
    try {
      Thread.sleep(Duration.ofMillis(POLL_MILLIS).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted", e);
    }
  }
}
