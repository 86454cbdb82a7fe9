package org.hubkeeper.rehearsal.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.aws.AwsAccess;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.AwsLimits;
import org.hubkeeper.activities.aws.EbsVolumes;
import org.hubkeeper.activities.aws.EksAccess;
import org.hubkeeper.activities.kubernetes.ClusterClients;
import org.hubkeeper.activities.kubernetes.KubeFailures;
import org.hubkeeper.activities.kubernetes.KubernetesClaims;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.worker.Registration;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * The worker's own activities, with its interceptors and clients, in this process: each time with
 * empty memory, in a world of three detached volumes.
 */
final class SweptVolumes implements AutoCloseable {

  private static final int ATTEMPTS = 12;

  private final RehearsalWorld world;
  private final ClusterRef cluster;
  private final List<String> ids = new ArrayList<>();
  private final Map<String, String> nameOf = new TreeMap<>();
  private AwsClients clients;
  private ClusterClients kubernetes;
  private TestActivityEnvironment environment;

  SweptVolumes(RehearsalWorld world) {
    this.world = world;
    var about = world.plan().clusters().get(0);
    String uid = world.address().controlPlanes().get(about.name()).uid();
    this.cluster =
        new ClusterRef(
            about.name(), "test", "aws", about.account(), about.region(), about.pool(), uid);
    System.setProperty("aws.endpointUrl", world.address().aws().toString());
    System.setProperty("aws.accessKeyId", world.account().workerKey().get(0));
    System.setProperty("aws.secretAccessKey", world.account().workerKey().get(1));
  }

  /** Three volumes, two of them with a snapshot that somebody else has made. */
  void seed() {
    world.account().reseed("10k", Map.of("count", 3));
    ids.clear();
    nameOf.clear();
    for (JsonNode volume : world.aws().state().path("volumes")) {
      ids.add(volume.path("id").asText());
      nameOf.put(volume.path("id").asText(), volume.path("tags").path("CSIVolumeName").asText());
    }
    forget();
  }

  /** What a new worker process knows: nothing. */
  void forget() {
    close();
    clients =
        new AwsClients(
            ref -> new AwsAccess("", ""),
            Network.of(Map.of(), Optional.empty()),
            new AwsLimits(new AwsLimits.Rates(10_000, 10_000, 10_000, 10_000)),
            Run::id);
    kubernetes =
        new ClusterClients(new EksAccess(clients)::apply, Network.of(Map.of(), Optional.empty()));
    FailureTranslators translators =
        new FailureTranslators(List.of(new AwsFailures(), new KubeFailures()));
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(Registration.factoryOptions(translators))
                .build());
    environment.registerActivitiesImplementations(
        new EbsVolumes(clients::ec2), new KubernetesClaims(kubernetes));
  }

  Volumes volumes() {
    return environment.newActivityStub(Volumes.class);
  }

  Claims claims() {
    return environment.newActivityStub(Claims.class);
  }

  ClusterRef cluster() {
    return cluster;
  }

  List<String> ids() {
    return List.copyOf(ids);
  }

  /** Calls until it returns, as Temporal and, in the end, a person would. */
  <T> T untilItReturns(Supplier<T> call) {
    List<String> failures = new ArrayList<>();
    while (failures.size() < ATTEMPTS) {
      try {
        return call.get();
      } catch (ActivityFailure e) {
        failures.add(told(e));
      }
    }
    throw new AssertionError("never returned: " + failures);
  }

  private static String told(ActivityFailure e) {
    ApplicationFailure failure = (ApplicationFailure) e.getCause();
    if (failure.getType().equals(FailureKind.UNEXPECTED.name())) {
      throw new AssertionError("an injected fault looks like a defect: " + failure);
    }
    return failure.getType() + " " + failure.getOriginalMessage();
  }

  /** The state in words that are the same in each world. */
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    JsonNode now = world.aws().state();
    for (JsonNode volume : now.path("volumes")) {
      TreeSet<String> tags = new TreeSet<>();
      volume.path("tags").properties().forEach(t -> tags.add(t.getKey() + "=" + t.getValue()));
      String name = nameOf.get(volume.path("id").asText());
      state.put("volume " + name, volume.path("state").asText() + " " + tags);
    }
    for (JsonNode snapshot : now.path("snapshots")) {
      String name = nameOf.get(snapshot.path("volume").asText());
      state.merge("snapshots of " + name, snapshot.path("state").asText(), (a, b) -> a + " " + b);
    }
    return state;
  }

  @Override
  public void close() {
    if (environment != null) {
      environment.close();
      kubernetes.close();
      clients.close();
    }
  }
}
