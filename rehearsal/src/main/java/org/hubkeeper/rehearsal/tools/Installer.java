package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Guard;

/**
 * Builds parts that the cache lacks, side by side. A part is built in a directory of its own and
 * renamed when it is whole, under a lock that the system frees when its holder dies: two first runs
 * wait for each other, and what a killed one left behind is thrown away.
 */
record Installer(Cache cache, Guard guard, Narrator narrator) {

  private static final String PARTIAL = ".part-";

  /** Makes sure that all parts are there and says what is missing before it begins. */
  void provide(List<Part> parts) {
    List<Part> missing = parts.stream().filter(part -> !Files.isDirectory(place(part))).toList();
    if (missing.isEmpty()) {
      return;
    }
    announce(missing);
    Together.run(missing, this::install);
    narrator.say("Set-up is complete; the next rehearsal starts in seconds.");
  }

  /** Where a part is, or will be. */
  Path place(Part part) {
    return cache.directory("tools").resolve(part.key());
  }

  private void announce(List<Part> missing) {
    narrator.say("Setting up, once; kept in %s:", cache.root());
    for (Part part : missing) {
      narrator.say(
          "  %-62s about %d min, %,d MB",
          part.title(), part.cost().minutes(), part.cost().megabytes());
    }
    int longest = longest(missing, part -> part.cost().minutes());
    int disk = missing.stream().mapToInt(part -> part.cost().megabytes()).sum();
    narrator.say(
        "All side by side: about %d min and %,d MB of disk, build caches included.", longest, disk);
  }

  private static int longest(List<Part> parts, Function<Part, Integer> figure) {
    return parts.stream().map(figure).max(Integer::compare).orElse(0);
  }

  private void install(Part part) throws IOException {
    Path lock = cache.directory("locks").resolve(part.key());
    Workshop workshop = new Workshop(guard, cache.directory("logs"), part.title());
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock(channel, part)) {
      if (held.isValid() && !Files.isDirectory(place(part))) {
        narrator.during(
            "building " + part.title(), workshop::lastLine, () -> build(part, workshop));
        narrator.say("  done: %s", part.title());
      }
    }
  }

  private FileLock lock(FileChannel channel, Part part) {
    return narrator.during(
        "waiting for another rehearsal that builds " + part.title(),
        () -> {
          try {
            return channel.lock();
          } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + part.key(), e);
          }
        });
  }

  private Path build(Part part, Workshop workshop) {
    discardPartial(part);
    try {
      Path partial = Files.createTempDirectory(place(part).getParent(), PARTIAL + part.key());
      part.build(partial, workshop);
      Moves.intoPlace(partial, place(part));
      return place(part);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put " + part.title() + " into the cache", e);
    }
  }

  /** Whoever holds the lock is the only one who builds, so these have no owner any more. */
  private void discardPartial(Part part) {
    try (Stream<Path> entries = Files.list(place(part).getParent())) {
      entries
          .filter(path -> path.getFileName().toString().startsWith(PARTIAL + part.key()))
          .toList()
          .forEach(Cache::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + place(part).getParent(), e);
    }
  }
}
