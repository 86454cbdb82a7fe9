package org.hubkeeper.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns references into secrets, just before they are used. Knows {@code env}, {@code file} and
 * {@code sops}; sources of other schemes are registered by whoever has the client. Immutable.
 */
public final class SecretResolver {

  private static final Map<String, String> REMEDIES =
      Map.of(
          "k8s", "it needs a worker with access to that cluster",
          "aws-secretsmanager", "it needs a worker of an AWS pool",
          "gcp-secretmanager", "it needs a worker of a Google Cloud pool");

  /** Long enough for a key service far away. */
  private static final Duration SOPS_LIMIT = Duration.ofSeconds(30);

  private final Map<String, SecretSource> sources;

  /** With this process's environment; paths are relative to the directory. */
  public SecretResolver(Path directory) {
    this(directory, System.getenv());
  }

  SecretResolver(Path directory, Map<String, String> environment) {
    this(new FileSecrets(directory, Path.of(environment.getOrDefault("HOME", "."))), environment);
  }

  private SecretResolver(FileSecrets files, Map<String, String> environment) {
    this(
        Map.of(
            "env",
            new EnvironmentSecrets(environment),
            "file",
            files,
            "sops",
            new SopsSecrets(files, environment.get("PATH"), SOPS_LIMIT)));
  }

  private SecretResolver(Map<String, SecretSource> sources) {
    this.sources = Map.copyOf(sources);
  }

  /** The same with one more source, or another one. */
  public SecretResolver with(String scheme, SecretSource source) {
    Map<String, SecretSource> more = new HashMap<>(sources);
    more.put(scheme, source);
    return new SecretResolver(more);
  }

  /**
   * The secret behind a reference.
   *
   * @param field the field that holds the reference, for messages
   * @throws SecretException when there is none
   */
  public Secret resolve(String reference, String field) {
    // The text is not repeated: what is no reference may be a secret in the wrong place.
    return resolve(
        SecretReference.parse(reference)
            .orElseThrow(
                () ->
                    new SecretException(
                        field + ": found a literal; expected " + SecretReference.EXPECTED)),
        field);
  }

  /** The same for a reference that was read before. */
  public Secret resolve(SecretReference reference, String field) {
    SecretSource source = sources.get(reference.scheme());
    if (source == null) {
      throw new SecretException(
          "%s: secret %s: nothing here reads the scheme %s; %s, or use env:NAME or file:path"
              .formatted(
                  field,
                  reference,
                  reference.scheme(),
                  REMEDIES.getOrDefault(reference.scheme(), "register a source for it")));
    }
    try {
      String value = source.read(reference.locator());
      if (value == null || value.isEmpty()) {
        throw new SecretUnavailable("is empty", "write its value there");
      }
      return Secret.of(value);
    } catch (SecretUnavailable e) {
      throw new SecretException(field + ": secret " + reference + " " + e.getMessage());
    }
  }
}
