package org.hubkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a text with the file that shows how it should look; {@code -Dgolden} writes it anew. */
public final class Golden {

  private static final Path FILES = Path.of("src/test/resources/golden");

  private Golden() {}

  public static void check(String name, String text) {
    Path file = FILES.resolve(name);
    try {
      if (System.getProperty("golden") != null) {
        Files.createDirectories(FILES);
        Files.writeString(file, text + "\n");
      }
      assertThat(text + "\n").isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
