package org.hubkeeper.rehearsal.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.tools.Cache;

/**
 * Directories of worlds. Whoever runs a world holds a lock on its directory, which the system frees
 * when the process dies: so two worlds never share one, and what a killed rehearsal left behind is
 * deleted by the next.
 */
public record Worlds(Cache cache) {

  private static final String LOCK = ".lock";

  /** A fresh directory for a world, held until it is closed. */
  public Held fresh() {
    Path worlds = cache.directory("worlds");
    try (FileChannel all = open(worlds.resolve("all" + LOCK));
        FileLock onlyOne = all.lock()) {
      if (onlyOne.isValid()) {
        discardAbandoned(worlds);
      }
      Path directory = Files.createTempDirectory(worlds, "w");
      Optional<FileChannel> lock = tryLock(directory);
      return new Held(directory, lock.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory in " + worlds, e);
    }
  }

  /** Whether somebody runs the world of this directory. */
  public static boolean held(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    Optional<FileChannel> lock = tryLock(directory);
    lock.ifPresent(Worlds::release);
    return lock.isEmpty();
  }

  private static void discardAbandoned(Path worlds) throws IOException {
    try (Stream<Path> entries = Files.list(worlds)) {
      List<Path> directories = entries.filter(Files::isDirectory).toList();
      for (Path directory : directories) {
        Optional<FileChannel> lock = tryLock(directory);
        if (lock.isPresent()) {
          Cache.delete(directory);
          Files.deleteIfExists(lockOf(directory));
          release(lock.get());
        }
      }
    }
  }

  private static Optional<FileChannel> tryLock(Path directory) {
    FileChannel channel = open(lockOf(directory));
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // We hold it ourselves.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + directory, e);
    }
    release(channel);
    return Optional.empty();
  }

  private static Path lockOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  private static FileChannel open(Path lock) {
    try {
      return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + lock, e);
    }
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release a lock", e);
    }
  }

  /** A directory that is ours; closing it deletes it. */
  public record Held(Path directory, FileChannel lock) implements AutoCloseable {

    @Override
    public void close() {
      Cache.delete(directory);
      Cache.delete(lockOf(directory));
      release(lock);
    }
  }
}
