package org.hubkeeper.rehearsal.world;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Made-up credentials, good for one simulated world and for nothing else. */
record WorkerKey(String id, String secret) {

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  static WorkerKey random() {
    return new WorkerKey("AKIA" + letters(16), letters(40));
  }

  private static String letters(int count) {
    return RANDOM
        .ints(count, 0, LETTERS.length())
        .mapToObj(index -> LETTERS.substring(index, index + 1))
        .collect(Collectors.joining());
  }
}
