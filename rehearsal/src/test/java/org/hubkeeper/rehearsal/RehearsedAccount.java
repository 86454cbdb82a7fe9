package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.WorldAddress;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.workflows.kernel.Json;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The simulated account as tests change it: who may do what, and what colleagues do. */
public record RehearsedAccount(WorldAddress world, WorldPlan plan) {

  /** What the worker's key stands for. */
  public static final String ARN =
      "arn:aws:sts::123456789012:assumed-role/hubkeeper-worker/rehearsal";

  private static final String ROLE = "arn:aws:iam::123456789012:role/hubkeeper-worker";

  /** Only the volumes of a scenario, in a simulated AWS that forgets everything else. */
  public JsonNode reseed(String scenario, Map<String, ?> options) {
    aws().reset();
    registerWorker(shippedPolicy(), ARN);
    Map<String, Object> worker =
        Map.of("arn", ROLE, "username", "worker", "groups", List.of("hubkeeper:prune-volumes"));
    aws().accessEntries(Map.of(RehearsalWorld.TEST, List.of(worker)));
    var plane = world.controlPlanes().get(RehearsalWorld.TEST);
    var about = plan.clusters().get(0);
    Map<String, String> cluster =
        Map.of(
            "name",
            RehearsalWorld.TEST,
            "account",
            about.account(),
            "region",
            about.region(),
            "endpoint",
            plane.endpoint(),
            "caData",
            plane.caData(),
            "uid",
            plane.uid());
    JsonNode made = aws().scenario(scenario, RehearsalWorld.TEST, List.of(cluster), options);
    aws().delays(Map.of("snapshot", 0.0));
    return made;
  }

  /** The policy that we ship. */
  public ObjectNode shippedPolicy() {
    try {
      String text = Sources.of("deploy").text("iam/" + plan.spec().runbook() + ".json");
      return (ObjectNode) Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the worker's key act under another name, or with other permissions. */
  public void registerWorker(JsonNode policy, String arn) {
    aws()
        .callers(
            List.of(
                Map.of(
                    "accessKeyId",
                    workerKey().get(0),
                    "secretAccessKey",
                    workerKey().get(1),
                    "name",
                    "worker",
                    "arn",
                    arn,
                    "policy",
                    policy)));
  }

  /** Id and secret of the worker's key. */
  public List<String> workerKey() {
    try {
      return Files.readAllLines(world.file("worker.key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody else in the same account, who may do everything. */
  public Ec2Client colleague() {
    return colleagueBuilder().build();
  }

  /** The same, who may still take other credentials. */
  public Ec2ClientBuilder colleagueBuilder() {
    return Ec2Client.builder()
        .endpointOverride(world.aws())
        .region(Region.of(plan.clusters().get(0).region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("COLLEAGUE", "none")));
  }

  /** A tag. */
  public static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** Asks, as a colleague would, to keep a volume. */
  public void keep(String volume) {
    try (Ec2Client ec2 = colleague()) {
      Tag keep = tag("hubkeeper/keep-until", "2099-01-01");
      ec2.createTags(request -> request.resources(volume).tags(keep));
    }
  }

  private SimulatedAws aws() {
    return new SimulatedAws(world.aws());
  }
}
