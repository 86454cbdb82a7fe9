package org.hubkeeper.rehearsal.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;

/** Made-up credentials, good for one simulated world and for nothing else. */
record WorkerKey(String id, String secret) {

  private static final String FILE = "worker.key";
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  static WorkerKey random() {
    return new WorkerKey("AKIA" + letters(16), letters(40));
  }

  /** Writes it down, for whoever sets up another scenario in the same world. */
  void write(Path directory) {
    try {
      Files.write(directory.resolve(FILE), List.of(id, secret));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory.resolve(FILE), e);
    }
  }

  /** Reads what was written. */
  static WorkerKey read(Path directory) {
    try {
      List<String> lines = Files.readAllLines(directory.resolve(FILE));
      return new WorkerKey(lines.get(0), lines.get(1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory.resolve(FILE), e);
    }
  }

  private static String letters(int count) {
    return RANDOM
        .ints(count, 0, LETTERS.length())
        .mapToObj(index -> LETTERS.substring(index, index + 1))
        .collect(Collectors.joining());
  }
}
