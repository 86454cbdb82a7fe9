package org.hubkeeper.activities.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.hubkeeper.workflows.kernel.Finding;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int DAYS = 100;

  @TempDir static Path folder;

  private static Pair rsa;
  private static Pair ec;

  private record Pair(String certificate, String key) {}

  @BeforeAll
  static void make() throws Exception {
    rsa = pair("rsa", "RSA", "2048");
    ec = pair("ec", "EC", "256");
  }

  @ParameterizedTest
  @CsvSource({
    "hub.example.edu, true",
    "HUB.example.edu, true",
    "any.wild.example.edu, true",
    "a.b.wild.example.edu, false",
    "wild.example.edu, false",
    "example.edu, false"
  })
  void aHostIsCoveredByItsNameOrByAStarForOneLabel(String host, boolean covered) {
    assertThat(check(rsa.certificate(), rsa.key(), host, Duration.ZERO).contains("CERT_HOST"))
        .isEqualTo(!covered);
  }

  @Test
  void theKeyMustBeThatOfTheCertificate() {
    assertThat(check(rsa.certificate(), rsa.key(), "", Duration.ZERO)).isEmpty();
    assertThat(check(ec.certificate(), ec.key(), "", Duration.ZERO)).isEmpty();
    assertThat(check(rsa.certificate(), ec.key(), "", Duration.ZERO)).containsExactly("CERT_KEY");
    assertThat(check(rsa.certificate(), "nonsense", "", Duration.ZERO)).containsExactly("CERT_KEY");
  }

  @Test
  void aKeyInTheOlderFormOfOpensslIsReadToo() {
    byte[] key =
        Base64.getMimeDecoder().decode(rsa.key().replaceAll("-----[A-Z ]+-----", "").strip());
    // What PKCS#8 puts before an RSA key of this size.
    byte[] inner = java.util.Arrays.copyOfRange(key, 26, key.length);

    assertThat(check(rsa.certificate(), pem("RSA PRIVATE KEY", inner), "", Duration.ZERO))
        .isEmpty();
  }

  @Test
  void whatHasExpiredBlocksAndWhatSoonWillIsTold() {
    assertThat(check(rsa.certificate(), rsa.key(), "", Duration.ofDays(DAYS + 1)))
        .containsExactly("CERT_EXPIRED");
    assertThat(check(rsa.certificate(), rsa.key(), "", Duration.ofDays(-2)))
        .containsExactly("CERT_EXPIRED");
    List<Finding> soon =
        new CertificateCheck("f", Clock.offset(Clock.systemUTC(), Duration.ofDays(DAYS - 29)))
            .check(rsa.certificate(), rsa.key(), "");
    assertThat(soon).extracting(Finding::code).containsExactly("CERT_EXPIRES");
    assertThat(soon.get(0).blocking()).isFalse();
  }

  private static List<String> check(String certificate, String key, String host, Duration later) {
    return new CertificateCheck("f", Clock.offset(Clock.systemUTC(), later))
        .check(certificate, key, host).stream().map(Finding::code).toList();
  }

  private static Pair pair(String alias, String algorithm, String size) throws Exception {
    Path file = folder.resolve(alias + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-keysize",
                size,
                "-validity",
                Integer.toString(DAYS),
                "-dname",
                "CN=test",
                "-ext",
                "san=dns:hub.example.edu,dns:*.wild.example.edu",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    return new Pair(
        pem("CERTIFICATE", store.getCertificate(alias).getEncoded()),
        pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }
}
