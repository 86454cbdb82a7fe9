package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hubkeeper.rehearsal.cluster.TlsPair;

/**
 * Secrets that a world makes up, so that a rehearsal needs none of the real ones and reads none.
 *
 * @param directory of the world's copy of the fleet file
 * @param shipped names of the files beside it that people share with it
 */
record WorldSecrets(Path directory, Set<String> shipped, Map<String, TlsPair> pairs) {

  private static final String PLACE = "secrets-of-the-world";

  /** The certificates that were made up, which the world's worker trusts; in the directory. */
  static final String AUTHORITIES = PLACE + "/authorities.pem";

  private static final SecureRandom RANDOM = new SecureRandom();

  static WorldSecrets in(Path directory, Set<String> shipped) {
    return new WorldSecrets(directory, shipped, new HashMap<>());
  }

  /** Leads the references of a component to secrets that are made up. */
  void madeUpFor(ObjectNode component, String host) {
    for (JsonNode secret : component.path("secrets")) {
      JsonNode entries = secret.path("entries");
      boolean tls = secret.path("type").asText().equals("kubernetes.io/tls");
      for (String key : names(entries)) {
        String content = tls ? ofPair(key, host) : madeUp(key);
        if (tls || !shared(entries.path(key).asText())) {
          replace((ObjectNode) entries, key, content);
        }
      }
    }
    JsonNode values = component.path("secretValues");
    names(values).forEach(path -> replace((ObjectNode) values, path, random()));
  }

  /** Names of users are no secrets, and programs take the usual one for granted. */
  private static String madeUp(String key) {
    return key.matches("(.*[-_.])?user(name)?") ? "admin" : random();
  }

  private void replace(ObjectNode entries, String key, String content) {
    String reference = entries.path(key).asText();
    if (!reference.startsWith("generate:")) {
      entries.put(key, fileOf(content));
    }
  }

  /** A file that people share with the fleet file holds no secret. */
  private boolean shared(String reference) {
    return reference.startsWith("file:") && shipped.contains(reference.substring(5));
  }

  /** The pair of a host, made up once; the worker trusts it. */
  TlsPair pairOf(String host) {
    TlsPair pair = pairs.computeIfAbsent(host, name -> TlsPair.of(name, directory));
    String all = pairs.values().stream().map(TlsPair::certificate).collect(Collectors.joining());
    write(directory.resolve(AUTHORITIES), all);
    return pair;
  }

  private String ofPair(String key, String host) {
    TlsPair pair = pairOf(host);
    return key.equals("tls.key") ? pair.key() : pair.certificate();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Something that nobody guesses. */
  static String random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Leads a reference of the fleet file to a file with this content. */
  String fileOf(String content) {
    String file = PLACE + "/" + random().substring(0, 12);
    write(directory.resolve(file), content);
    return "file:" + file;
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
