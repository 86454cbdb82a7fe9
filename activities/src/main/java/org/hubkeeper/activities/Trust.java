package org.hubkeeper.activities;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom clients believe: what Java believes, and the authorities of an extra bundle. */
public final class Trust {

  private final String pem;
  private final TrustManager[] managers;

  private Trust(String pem, TrustManager[] managers) {
    this.pem = pem;
    this.managers = managers;
  }

  /**
   * Reads the bundle.
   *
   * @param caBundle file of certificates in PEM; empty for Java's own authorities only
   * @throws IllegalArgumentException when the file can't be read or holds no certificate
   */
  public static Trust of(Optional<Path> caBundle) {
    try {
      String pem = caBundle.isEmpty() ? "" : Files.readString(caBundle.get());
      return new Trust(pem, managers(pem));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "caBundle: %s holds no readable PEM certificates (%s)"
              .formatted(caBundle.map(Path::toString).orElse(""), e.getClass().getSimpleName()),
          e);
    }
  }

  /** The extra authorities in PEM; empty when there are none. */
  public String pem() {
    return pem;
  }

  /** For clients that take trust managers. */
  public TrustManager[] managers() {
    return managers.clone();
  }

  /** For clients of the JDK. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static TrustManager[] managers(String pem) throws GeneralSecurityException, IOException {
    if (pem.isEmpty()) {
      return factory(null).getTrustManagers();
    }
    List<X509Certificate> known =
        Arrays.stream(factory(null).getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
            .toList();
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    int number = 0;
    for (Certificate one : Stream.concat(known.stream(), parse(pem).stream()).toList()) {
      all.setCertificateEntry("ca-" + number++, one);
    }
    return factory(all).getTrustManagers();
  }

  private static List<? extends Certificate> parse(String pem) throws GeneralSecurityException {
    var certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return List.copyOf(certificates);
  }

  private static TrustManagerFactory factory(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
