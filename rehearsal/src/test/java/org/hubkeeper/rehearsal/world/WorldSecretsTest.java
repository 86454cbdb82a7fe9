package org.hubkeeper.rehearsal.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldSecretsTest {

  private static final String FLEET =
      """
      clusters:
        - name: trial
          host: hub.example.edu
          components:
            - name: 01-ingress
              secrets:
                - name: tls
                  type: kubernetes.io/tls
                  entries: {tls.crt: "file:secrets/tls.crt", tls.key: "env:TLS_KEY"}
                - name: salt
                  entries: {salt: "generate:32", user: "file:values/user", token: "env:TOKEN"}
              secretValues: {admin.password: "k8s:ns/name#key"}
      """;

  @TempDir Path directory;

  @Test
  void noReferenceLeadsToARealSecretAnyMore() {
    String copy =
        FleetCopy.of(FLEET)
            .withSecretsOf(WorldSecrets.in(directory, Set.of("values/user", "secrets/tls.crt")))
            .with(Map.of());

    assertThat(copy)
        .doesNotContain("env:", "k8s:", "secrets/tls.crt")
        .contains("generate:32", "file:values/user");
  }

  @Test
  void aUsersNameThatNobodySharesIsTheUsualOneAndASecretIsNot() throws IOException {
    String copy =
        FleetCopy.of(FLEET).withSecretsOf(WorldSecrets.in(directory, Set.of())).with(Map.of());

    assertThat(file(copy, "user")).isEqualTo("admin");
    assertThat(file(copy, "token")).hasSize(32);
  }

  @Test
  void theCertificateIsTheHosts() throws IOException, CertificateException {
    String copy =
        FleetCopy.of(FLEET).withSecretsOf(WorldSecrets.in(directory, Set.of())).with(Map.of());

    X509Certificate certificate = certificate(file(copy, "tls.crt"));

    assertThat(certificate.getSubjectAlternativeNames().toString()).contains("hub.example.edu");
    assertThat(file(copy, "tls.key")).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(directory.resolve(WorldSecrets.AUTHORITIES)).hasContent(file(copy, "tls.crt"));
  }

  private String file(String copy, String key) throws IOException {
    Matcher reference =
        Pattern.compile(Pattern.quote("\"" + key + "\"") + " : \"file:([^\"]+)\"").matcher(copy);
    assertThat(reference.find()).isTrue();
    return Files.readString(directory.resolve(reference.group(1)));
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
