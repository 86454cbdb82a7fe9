package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of files that we ship inside our own jar, by their relative names.
 *
 * @param files contents by name, in the order of the names
 */
public record Sources(String folder, Map<String, byte[]> files) {

  private static final String ROOT = "org/hubkeeper/rehearsal/";

  /** Reads a folder from our jar, or from the classes directory of a build. */
  public static Sources of(String folder) {
    try {
      URI home = Sources.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path location = Path.of(home);
      if (Files.isDirectory(location)) {
        return read(folder, location.resolve(ROOT + folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(location)) {
        return read(folder, jar.getPath(ROOT + folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read our own files of " + folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("our own location is no URI", e);
    }
  }

  private static Sources read(String folder, Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return new Sources(folder, files);
  }

  /** The files of a folder below, by their names there. */
  public Sources below(String name) {
    Map<String, byte[]> found = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(name + "/")) {
            found.put(path.substring(name.length() + 1), content);
          }
        });
    return new Sources(folder + "/" + name, found);
  }

  /** One file as text. */
  public String text(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IllegalStateException("no " + name + " among our own files of " + folder);
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  /** A short hash over names and contents, and over whatever else distinguishes a build. */
  public String hash(String... more) {
    MessageDigest digest = sha256();
    files.forEach(
        (name, content) -> {
          digest.update((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
          digest.update(content);
        });
    return finish(digest, more);
  }

  /** A short hash over texts. */
  public static String hashOf(String... texts) {
    return finish(sha256(), texts);
  }

  /** Puts the files where programs can read them, once for each content; returns the place. */
  public Path unpack(Cache cache) {
    Path place = cache.directory("sources").resolve(folder + "-" + hash());
    if (!Files.isDirectory(place)) {
      try {
        Path partial = Files.createTempDirectory(place.getParent(), "." + folder);
        copyTo(partial);
        Moves.intoPlace(partial, place);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack " + place, e);
      }
    }
    return place;
  }

  /** Writes the files into a directory, over what is there by the same names. */
  public void copyTo(Path target) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static String finish(MessageDigest digest, String... texts) {
    for (String text : texts) {
      digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
