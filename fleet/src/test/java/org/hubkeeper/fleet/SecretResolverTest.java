package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretResolverTest {

  private static final String PLANTED = "planted-51c3";

  @TempDir Path folder;

  @Test
  void aSecretNeverShowsItself() throws JsonProcessingException {
    Secret secret = Secret.of(PLANTED);

    assertThat(secret.reveal()).isEqualTo(PLANTED);
    assertThat(List.of(secret).toString()).isEqualTo("[***]");
    assertThat(String.format("%s %x", secret, secret.hashCode())).doesNotContain(PLANTED);
    assertThat(Json.MAPPER.writeValueAsString(Map.of("a", secret))).isEqualTo("{\"a\":\"***\"}");
    assertThat(new ObjectMapper().writeValueAsString(secret)).isEqualTo("\"***\"");
  }

  @Test
  void aVariableOfTheEnvironmentIsRead() {
    assertThat(resolver(Map.of("TOKEN", PLANTED)).resolve("env:TOKEN", "url").reveal())
        .isEqualTo(PLANTED);
  }

  @Test
  void aFileIsReadRelativeToTheFleetFileAndWithoutItsLineEnd() throws IOException {
    Files.writeString(folder.resolve("token"), PLANTED + "\n");
    Files.writeString(folder.resolve("two lines"), "a\nb\n\n");

    assertThat(value("file:token")).isEqualTo(PLANTED);
    assertThat(value("file:" + folder.resolve("token"))).isEqualTo(PLANTED);
    assertThat(value("file:two lines")).isEqualTo("a\nb\n");
    assertThat(resolver(Map.of("HOME", folder.toString())).resolve("file:~/token", "url").reveal())
        .isEqualTo(PLANTED);
  }

  @Test
  void aMissingOneIsToldWithFieldReferenceAndRemedy() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));

    assertThat(refusal("env:TOKEN"))
        .isEqualTo(
            "notify[0].url: secret env:TOKEN is not set; set the environment variable TOKEN for"
                + " this process and restart it");
    assertThat(refusal("file:absent"))
        .isEqualTo(
            "notify[0].url: secret file:absent is missing: no file "
                + folder.resolve("absent")
                + "; create it, readable by this process only");
    assertThat(refusal("file:" + folder)).endsWith(folder + " is a directory; name the file in it");
    assertThat(refusal("file:" + empty)).endsWith("is empty; write its value there");
  }

  @Test
  void aFileThatCannotBeReadIsTold() throws IOException {
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 1, 2});

    assertThat(refusal("file:loop")).contains("cannot be read: ").endsWith("; check the path");
    assertThat(refusal("file:binary"))
        .contains("is no text: ")
        .endsWith("; save the file as UTF-8 text");
    assertThat(FileSecrets.unavailable(folder, new AccessDeniedException("x")))
        .hasMessage(
            "may not be read by this process: "
                + folder
                + "; change the file's permissions or its owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLANTED,
        "",
        " ",
        "env:",
        "env:" + PLANTED,
        "envv:" + PLANTED,
        "k8s:" + PLANTED,
        "sops:" + PLANTED,
        "https://user:" + PLANTED + "@example.org",
        "env:TOKEN\n" + PLANTED
      })
  void whatIsNoReferenceIsRefusedAndNotRepeated(String literal) {
    assertThat(refusal(literal))
        .isEqualTo("notify[0].url: found a literal; expected " + SecretReference.EXPECTED);
  }

  @Test
  void anAbsentReferenceIsRefusedToo() {
    assertThat(refusal(null)).startsWith("notify[0].url: found a literal; expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s:hub/token#key",
        "aws-secretsmanager:arn:aws:secretsmanager:us-west-2:123456789012:secret:x",
        "gcp-secretmanager:projects/p/secrets/s/versions/latest"
      })
  void aSchemeThatNobodyReadsHereNamesWhatToConfigure(String reference) {
    String scheme = reference.substring(0, reference.indexOf(':'));

    assertThat(refusal(reference))
        .startsWith(
            "notify[0].url: secret " + reference + ": nothing here reads the scheme " + scheme)
        .contains("; it needs a worker ")
        .endsWith(", or use env:NAME or file:path");
  }

  @Test
  void aSourceCanBeRegisteredForAScheme() {
    SecretResolver before = resolver(Map.of());
    SecretResolver resolver = before.with("k8s", locator -> PLANTED + locator);

    assertThat(resolver.resolve("k8s:hub/token#key", "url").reveal())
        .isEqualTo(PLANTED + "hub/token#key");
    assertThat(refusal(before, "k8s:hub/token#key")).contains("nothing here reads the scheme k8s");
  }

  @Test
  void aRegisteredSourceSaysWhyAndTheFieldIsAdded() {
    SecretResolver resolver =
        resolver(Map.of())
            .with(
                "k8s",
                locator -> {
                  throw new SecretUnavailable("has no such key", "add it");
                })
            .with("gcp-secretmanager", locator -> "");

    assertThat(refusal(resolver, "k8s:hub/token#key"))
        .isEqualTo("notify[0].url: secret k8s:hub/token#key has no such key; add it");
    assertThat(refusal(resolver, "gcp-secretmanager:x"))
        .endsWith("secret gcp-secretmanager:x is empty; write its value there");
  }

  @Test
  void sopsDecryptsOneValue() throws IOException {
    sops(
        "[ \"$1 $2 $3\" = '-d --extract [\"smtp\"][\"users\"][0][\"password\"]' ] || exit 9; cat $4");
    Files.writeString(folder.resolve("secrets.yaml"), PLANTED + "\n");

    assertThat(value("sops:secrets.yaml#smtp.users[0].password")).isEqualTo(PLANTED);
  }

  @Test
  void aRefusalBySopsRepeatsNothingThatItPrinted() throws IOException {
    sops("echo " + PLANTED + "; echo " + PLANTED + " >&2; exit 128");
    Path file = Files.createFile(folder.resolve("secrets.yaml"));

    assertThat(refusal("sops:secrets.yaml#key"))
        .isEqualTo(
            "notify[0].url: secret sops:secrets.yaml#key was refused by sops with exit status 128;"
                + " to see why, run as this user: sops -d --extract '[\"key\"]' "
                + file);
  }

  @Test
  void whatSopsNeedsIsTold() throws IOException {
    assertThat(refusal("sops:absent.yaml#key"))
        .endsWith("is missing: no file " + folder.resolve("absent.yaml") + "; check the path");

    Files.createFile(folder.resolve("secrets.yaml"));
    assertThat(refusal("sops:secrets.yaml#key"))
        .endsWith(
            "needs the command sops, which is not on PATH; install it where this process runs");
  }

  @Test
  void aHangingSopsIsNotWaitedForForEver() throws IOException {
    sops("sleep 600");
    Files.createFile(folder.resolve("secrets.yaml"));
    SopsSecrets sops =
        new SopsSecrets(new FileSecrets(folder, folder), folder.toString(), Duration.ofSeconds(1));

    assertThat(catchThrowableOfType(SecretUnavailable.class, () -> sops.read("secrets.yaml#key")))
        .hasMessageStartingWith(
            "got no answer from sops within 1 s; to see why, run as this user:");
  }

  private String value(String reference) {
    return resolver(Map.of("PATH", folder.toString())).resolve(reference, "url").reveal();
  }

  private String refusal(String reference) {
    return refusal(resolver(Map.of("PATH", folder.toString())), reference);
  }

  /** The message, after making sure that the planted value is in no part of the exception. */
  private static String refusal(SecretResolver resolver, String reference) {
    SecretException refusal =
        catchThrowableOfType(
            SecretException.class, () -> resolver.resolve(reference, "notify[0].url"));
    assertThat(refusal).hasNoCause();
    assertThat(refusal.toString()).doesNotContain(PLANTED);
    return refusal.getMessage();
  }

  private SecretResolver resolver(Map<String, String> environment) {
    return new SecretResolver(folder, environment);
  }

  private void sops(String text) throws IOException {
    Path script =
        Files.writeString(folder.resolve("sops"), "#!/bin/sh\nPATH=/usr/bin:/bin\n" + text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
