package org.hubkeeper.activities.helm;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.hubkeeper.workflows.kernel.Finding;

/** Whether a certificate will do for a host name, and whether its key is the right one. */
final class CertificateCheck {

  /** How RFC 5280 numbers the alternative names that are names of hosts. */
  private static final int DNS_NAME = 2;

  private static final Duration SOON = Duration.ofDays(30);

  private final String field;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  CertificateCheck(String field, Clock clock) {
    this.field = field;
    this.clock = clock;
  }

  List<Finding> check(String certificate, String key, String host) {
    try {
      X509Certificate leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
      if (!host.isEmpty() && names(leaf).stream().noneMatch(name -> covers(name, host))) {
        blocking(
            "CERT_HOST",
            "tls.crt is for %s, not for the host %s; get a certificate that names it"
                .formatted(names(leaf), host));
      }
      dates(leaf);
      if (!matches(leaf, key)) {
        blocking(
            "CERT_KEY", "tls.key is not the key of tls.crt; give the two that belong together");
      }
    } catch (GeneralSecurityException e) {
      // Its message may repeat what it could not read.
      blocking("CERT_KEY", "tls.crt and tls.key must be a certificate and a plain key in PEM");
    }
    return List.copyOf(findings);
  }

  private void dates(X509Certificate leaf) {
    Instant now = clock.instant();
    Instant end = leaf.getNotAfter().toInstant();
    if (now.isAfter(end) || now.isBefore(leaf.getNotBefore().toInstant())) {
      blocking(
          "CERT_EXPIRED",
          "tls.crt is valid from %s to %s only; renew it"
              .formatted(leaf.getNotBefore().toInstant(), end));
    } else if (now.plus(SOON).isAfter(end)) {
      findings.add(
          new Finding("CERT_EXPIRES", false, field + ": tls.crt expires at " + end + "; renew it"));
    }
  }

  private static List<String> names(X509Certificate leaf) throws CertificateParsingException {
    Collection<List<?>> all = leaf.getSubjectAlternativeNames();
    return all == null
        ? List.of()
        : all.stream()
            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
            .toList();
  }

  /** A star stands for exactly one label. */
  private static boolean covers(String name, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return name.equals(wanted)
        || name.startsWith("*.") && dot > 0 && name.substring(1).equals(wanted.substring(dot));
  }

  private static boolean matches(X509Certificate leaf, String pem) throws GeneralSecurityException {
    PrivateKey key = PrivateKeys.parse(pem, leaf.getPublicKey());
    String algorithm =
        switch (leaf.getPublicKey().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> leaf.getPublicKey().getAlgorithm();
        };
    byte[] sample = "hubkeeper".getBytes(StandardCharsets.US_ASCII);
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(sample);
    byte[] signed = signing.sign();
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(leaf.getPublicKey());
    verifying.update(sample);
    return verifying.verify(signed);
  }

  private void blocking(String code, String message) {
    findings.add(new Finding(code, true, field + ": " + message));
  }
}
