package org.hubkeeper.activities.proof;

import java.io.ByteArrayInputStream;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code https}: the final name answers with exactly the certificate of the Secret. Who signed it
 * is no question here, so a certificate of one's own authority is proved like any other.
 */
final class HttpsAnswers implements Proving {

  private static final int FIRST_FAILURE_OF_THE_SERVER = 500;

  private final ProxySelector proxies;

  HttpsAnswers(Network network) {
    this.proxies = network.proxies().selector();
  }

  @Override
  public String prove(Asked asked) {
    String host = asked.fact("host");
    X509Certificate wanted = certificate(asked);
    Shown shown = new Shown();
    URI uri = URI.create("https://" + host + asked.optional("path").orElse("/"));
    HttpResponse<byte[]> response = Http.outside(proxies, context(shown)).get(uri);
    if (!wanted.equals(shown.leaf)) {
      throw Failures.notReady(
          Blocker.of(
              uri.getHost(),
              "it shows a certificate of %s with the serial number %s"
                  .formatted(
                      shown.leaf.getSubjectX500Principal(),
                      shown.leaf.getSerialNumber().toString(16)),
              "it should show that of the Secret %s/%s with the serial number %s"
                  .formatted(
                      asked.namespace(),
                      asked.field("secret"),
                      wanted.getSerialNumber().toString(16))));
    }
    boolean answers =
        asked.optional("path").isPresent()
            ? response.statusCode() == 200
            : response.statusCode() < FIRST_FAILURE_OF_THE_SERVER;
    if (!answers) {
      throw Failures.notReady(
          Blocker.of(
              uri.toString(),
              "it answers HTTP " + response.statusCode(),
              "see the pods behind it"));
    }
    return "%s answers HTTP %d with the certificate that expires on %s"
        .formatted(
            uri,
            response.statusCode(),
            wanted.getNotAfter().toInstant().toString().substring(0, "2026-01-01".length()));
  }

  private static X509Certificate certificate(Asked asked) {
    String pem =
        SecretEntries.read(asked.client(), asked.namespace(), asked.field("secret"), "tls.crt");
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw asked.rejected("tls.crt of the Secret " + asked.field("secret") + " is no certificate");
    }
  }

  private static SSLContext context(Shown shown) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {shown}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Takes any certificate and keeps it: it is compared afterwards, and nothing secret is sent. */
  private static final class Shown extends X509ExtendedTrustManager {
    private volatile X509Certificate leaf;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      leaf = chain[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      leaf = chain[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      leaf = chain[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
