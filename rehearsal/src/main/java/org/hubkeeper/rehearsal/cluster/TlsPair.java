package org.hubkeeper.rehearsal.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A certificate of a host and its key, made for one world.
 *
 * @param certificate PEM
 * @param key PEM, PKCS 8
 */
public record TlsPair(String certificate, String key) {

  private static final String PASSWORD = "of-one-world";

  /** Makes a self-signed pair by Java's own keytool. */
  public static TlsPair of(String host, Path scratch) {
    Path store = scratch.resolve("tls-" + host.replaceAll("[^A-Za-z0-9]", "-") + ".p12");
    try {
      Files.createDirectories(scratch);
      Files.deleteIfExists(store);
      Process keytool =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                      "-genkeypair",
                      "-alias",
                      "host",
                      "-keyalg",
                      "EC",
                      "-groupname",
                      "secp256r1",
                      "-validity",
                      "200",
                      "-dname",
                      "CN=" + host,
                      "-ext",
                      "SAN=dns:" + host.toLowerCase(Locale.ROOT),
                      "-storetype",
                      "PKCS12",
                      "-storepass",
                      PASSWORD,
                      "-keystore",
                      store.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool cannot make a certificate for " + host);
      }
      return read(store);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate for " + host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static TlsPair read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return new TlsPair(
          pem("CERTIFICATE", store.getCertificate("host").getEncoded()),
          pem("PRIVATE KEY", store.getKey("host", PASSWORD.toCharArray()).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what keytool wrote can be read", e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String pem(String kind, byte[] encoded) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text);
  }
}
