package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.RehearsedAccount;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.workflows.kernel.Markdown;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.report.HtmlReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** Canaries: what must arrive where it is needed, and be nowhere else. */
class SecretsRehearsalTest {

  /** Where secrets live; and the clusters' own data, which rightly has the names of claims. */
  private static final List<String> RIGHTFUL =
      List.of("worker.key", "webhook.url", "kubernetes/", "aws-ready.json");

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final String keyId = world.account().workerKey().get(0);
  private final String secret = world.account().workerKey().get(1);

  @Test
  @Tag("fact-13")
  void ofAnAccessKeyIdPeopleSeeAtMostTheLastThreeCharacters() {
    world.scene("default");
    world.account().registerWorker(withoutTags(), RehearsedAccount.ARN.replaceAll("[^/]*$", keyId));
    assertThatThrownBy(this::tagAsTheWorker)
        .as("AWS's own refusal names the key")
        .isInstanceOf(Ec2Exception.class)
        .hasMessageContaining(keyId);
    List<String> asked = new ArrayList<>();
    TestRun run = world.run();

    Report report =
        run.answerAll(
            (now, question) -> {
              asked.add(question.text() + question.details());
              return Answer.APPROVE;
            });

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(asked.toString())
        .contains("ec2:CreateTags")
        .contains("…" + keyId.substring(keyId.length() - 3));
    assertThat(places(run, report)).noneMatch(place -> place.holds(keyId));
  }

  @Test
  void secretsArriveWhereTheyMustAndAreNowhereElse() {
    world.scene("default");
    int before = world.webhook().notices().size();
    TestRun run = world.run();

    Report report = run.approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(world.webhook().notices()).as("the token opened the door").hasSize(before + 1);
    assertThat(world.changes()).as("the key was good").isNotEmpty();
    List<Place> places = places(run, report);
    assertThat(places).extracting(Place::name).contains("history", "report.html", "worker.log");
    assertThat(places).extracting(Place::name).anyMatch(n -> n.endsWith("history.json.gz"));
    assertThat(places).extracting(Place::name).anyMatch(n -> n.startsWith("/proc/"));
    assertThat(places).extracting(Place::name).contains("temporal.db");
    for (String canary : List.of(secret, world.webhook().token(), "claim-u0")) {
      assertThat(places).as(canary).noneMatch(place -> place.holds(canary));
    }
    assertThat(places).as("a search that finds").anyMatch(p -> p.holds(report.workflowId()));
  }

  private ObjectNode withoutTags() {
    ObjectNode policy = world.account().shippedPolicy();
    policy
        .withArray("Statement")
        .addObject()
        .put("Effect", "Deny")
        .put("Action", "ec2:CreateTags")
        .put("Resource", "*");
    return policy;
  }

  private void tagAsTheWorker() {
    try (Ec2Client ec2 =
        world
            .account()
            .colleagueBuilder()
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
            .build()) {
      String any = world.aws().state().path("volumes").get(0).path("id").asText();
      ec2.createTags(r -> r.resources(any).tags(RehearsedAccount.tag("a", "b")));
    }
  }

  /** Somewhere where a secret might have got to. */
  private record Place(String name, byte[] content) {

    boolean holds(String canary) {
      return new String(content, StandardCharsets.ISO_8859_1).contains(canary);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private List<Place> places(TestRun run, Report report) {
    Map<String, byte[]> found = new TreeMap<>();
    found.put("history", run.history().getBytes(StandardCharsets.UTF_8));
    found.put("report.md", Markdown.report(report).getBytes(StandardCharsets.UTF_8));
    found.put("report.html", HtmlReport.of(report).getBytes(StandardCharsets.UTF_8));
    found.put("report.json", RunJson.text(RunJson.of(report)).getBytes(StandardCharsets.UTF_8));
    Path root = address();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> elsewhere(root.relativize(file).toString()))
          .forEach(file -> found.put(root.relativize(file).toString(), read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessHandle.current()
        .descendants()
        .map(child -> Path.of("/proc", String.valueOf(child.pid()), "cmdline"))
        .filter(Files::exists)
        .forEach(file -> found.put(file.toString(), read(file)));
    return found.entrySet().stream().map(e -> new Place(e.getKey(), e.getValue())).toList();
  }

  private static boolean elsewhere(String name) {
    return RIGHTFUL.stream().noneMatch(name::startsWith);
  }

  private Path address() {
    return world.address().file("");
  }

  private static byte[] read(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      return file.toString().endsWith(".gz")
          ? new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes()
          : content;
    } catch (IOException e) {
      // It has gone since it was listed.
      return new byte[0];
    }
  }
}
