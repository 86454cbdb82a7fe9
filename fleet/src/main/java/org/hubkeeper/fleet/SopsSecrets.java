package org.hubkeeper.fleet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code sops:path#key}: one value of an encrypted file, decrypted by the command {@code sops} with
 * whatever keys it finds. The key is a path as {@code smtp.password} or {@code users[0].token}.
 */
record SopsSecrets(FileSecrets files, String searchPath, Duration limit) implements SecretSource {

  @Override
  public String read(String locator) throws SecretUnavailable {
    int hash = locator.lastIndexOf('#');
    Path file = files.resolve(locator.substring(0, hash)).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new SecretUnavailable("is missing: no file " + file, "check the path");
    }
    Path sops =
        Command.find("sops", searchPath)
            .orElseThrow(
                () ->
                    new SecretUnavailable(
                        "needs the command sops, which is not on PATH",
                        "install it where this process runs"));
    String key = extraction(locator.substring(hash + 1));
    List<String> words = List.of(sops.toString(), "-d", "--extract", key, file.toString());
    Command.Result result = Command.run(file.getParent(), limit, words);
    if (result.status() != 0) {
      throw new SecretUnavailable(
          result.status() == Command.NO_ANSWER
              ? "got no answer from sops within " + limit.toSeconds() + " s"
              : "was refused by sops with exit status " + result.status(),
          "to see why, run as this user: sops -d --extract '" + key + "' " + file);
    }
    return new String(result.output(), StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
  }

  /** {@code users[0].token} as sops wants it: {@code ["users"][0]["token"]}. */
  static String extraction(String key) {
    return Stream.of(key.split("[.]"))
        .map(
            word -> {
              int index = word.indexOf('[');
              String name = index < 0 ? word : word.substring(0, index);
              return "[\"" + name + "\"]" + (index < 0 ? "" : word.substring(index));
            })
        .collect(Collectors.joining());
  }
}
