package org.hubkeeper.fleet;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code file:path}: a file's text, without the line end that editors add. A path is relative to
 * the file that refers to it; {@code ~/} is the home directory.
 */
record FileSecrets(Path directory, Path home) implements SecretSource {

  @Override
  public String read(String locator) throws SecretUnavailable {
    Path file = resolve(locator);
    if (Files.isDirectory(file)) {
      throw new SecretUnavailable(file + " is a directory", "name the file in it");
    }
    try {
      return Files.readString(file).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw unavailable(file, e);
    }
  }

  Path resolve(String locator) {
    return locator.startsWith("~/")
        ? home.resolve(locator.substring(2))
        : directory.resolve(locator);
  }

  static SecretUnavailable unavailable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new SecretUnavailable(
          "is missing: no file " + file, "create it, readable by this process only");
    }
    if (e instanceof AccessDeniedException) {
      return new SecretUnavailable(
          "may not be read by this process: " + file, "change the file's permissions or its owner");
    }
    if (e instanceof CharacterCodingException) {
      return new SecretUnavailable("is no text: " + file, "save the file as UTF-8 text");
    }
    return new SecretUnavailable("cannot be read: " + e.getMessage(), "check the path");
  }
}
