package org.hubkeeper.rehearsal.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.EksAccess;
import org.hubkeeper.activities.kubernetes.ClusterClients;
import org.hubkeeper.activities.kubernetes.KubernetesWorkloads;
import org.hubkeeper.activities.proof.ProofsByType;
import org.hubkeeper.activities.proof.TasksByType;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.activity.Tasks;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.cluster.Texts;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.SecretWish;

/** Activities inside of a bootstrapped cluster, through an API server of which requests fail. */
final class SweptCluster extends SweptActivities {

  /** What swept activities make; it is gone before each of them. */
  static final String NAMESPACE = "swept";

  private static final int ATTEMPTS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String GP3 = "gp3";
  private static final String IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";

  private final BootstrapWorld world;
  private final Blueprint blueprint;
  private final FaultyApiServer server;
  private final AdminOfCluster admin;
  private int writesBefore;
  private int seeded;
  private ClusterClients clusters;

  SweptCluster(BootstrapWorld world) {
    super(world.account(), world.cluster(), ATTEMPTS);
    this.world = world;
    this.admin = world.admin();
    this.server = new FaultyApiServer(world.address().controlPlanes().get(BootstrapWorld.CLUSTER));
    this.blueprint =
        FleetFile.read(world.address().fleet()).blueprint(BootstrapWorld.CLUSTER).orElseThrow();
  }

  /** The namespace is there, and empty. */
  @Override
  void seed() {
    admin.ensureNamespace(NAMESPACE);
    List<StatusDetails> gone = kubernetes().secrets().inNamespace(NAMESPACE).delete();
    Poll.untilTrue(
        "no Secret in " + NAMESPACE + " " + gone.size(),
        LIMIT,
        () -> kubernetes().secrets().inNamespace(NAMESPACE).list().getItems().isEmpty());
    forget();
    seeded++;
    writesBefore = world.writes().size();
  }

  /** A namespace that is not there yet. */
  String absentNamespace() {
    return NAMESPACE + "-" + System.identityHashCode(this) + "-" + seeded;
  }

  @Override
  List<Object> implementations(AwsClients clients) {
    EksAccess access = new EksAccess(clients);
    clusters = new ClusterClients(ref -> faulty(access, ref), outside());
    FleetFile fleet = FleetFile.read(world.address().fleet());
    String image = KubernetesWorkloads.PROOF_IMAGE;
    return List.of(
        new KubernetesWorkloads(
            clusters,
            ref -> fleet.secrets(),
            new KubernetesWorkloads.Shipped(
                Sources.of("deploy").text("rbac/bootstrap.yaml"), image)),
        new ProofsByType(clusters, new ProofsByType.Means(outside(), image, Run::id)),
        new TasksByType(clusters, world.address().fleet().getParent()));
  }

  private ClusterAccess faulty(EksAccess access, ClusterRef ref) {
    ClusterAccess.Derived real = (ClusterAccess.Derived) access.apply(ref);
    return new ClusterAccess.Derived(server.endpoint(), real.caData(), real.token());
  }

  private Network outside() {
    return Network.of(
        Map.of(
            "HTTPS_PROXY",
            "http://127.0.0.1:" + world.address().proxy(),
            "NO_PROXY",
            "127.0.0.1,localhost"),
        Optional.of(world.address().file(authorities())));
  }

  /** The file with the certificates that the world made up, as its worker's configuration says. */
  private String authorities() {
    try {
      return Json.MAPPER
          .readTree(world.address().file("worker.yaml").toFile())
          .path("caBundle")
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void calm() {
    server.calm();
  }

  @Override
  void fault(String kind, int after, int count) {
    server.fault(kind, after, count);
    writesBefore = world.writes().size();
  }

  @Override
  int requests() {
    return server.requests();
  }

  Workloads workloads() {
    return on(Workloads.class);
  }

  KubernetesClient kubernetes() {
    return admin.client();
  }

  Blueprint blueprint() {
    return blueprint;
  }

  /** Carries out a proof of a component. */
  String prove(String component, String type) {
    Component one = blueprint.component(component).orElseThrow();
    return on(Proofs.class)
        .prove(
            cluster(),
            one,
            one.proofs().stream().filter(proof -> proof.type().equals(type)).findFirst().get(),
            facts());
  }

  /** Carries out a task of a component. */
  String task(String component, String type) {
    Component one = blueprint.component(component).orElseThrow();
    return on(Tasks.class)
        .ensure(
            cluster(),
            one,
            one.tasks().stream().filter(task -> task.type().equals(type)).findFirst().get(),
            facts());
  }

  private Map<String, String> facts() {
    return new HashMap<>(new Texts(cluster(), blueprint).facts());
  }

  /** A Secret with an entry that is made up once. */
  SecretWish salt() {
    return new SecretWish("salt", "Opaque", Map.of("salt", "generate:32"));
  }

  @Override
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    for (Secret secret : kubernetes().secrets().inNamespace(NAMESPACE).list().getItems()) {
      secret.getData().forEach((key, value) -> state.put(key, value.length() + " letters"));
    }
    var namespace = kubernetes().namespaces().withName(absentNamespace()).get();
    state.put(
        "namespace",
        namespace == null ? "none" : "" + namespace.getMetadata().getLabels().keySet());
    var gp3 = kubernetes().storage().v1().storageClasses().withName(GP3).get();
    state.put(GP3, gp3 == null ? "none" : gp3.getMetadata().getAnnotations().get(IS_DEFAULT));
    state.put(
        "rules",
        kubernetes()
            .rbac()
            .clusterRoles()
            .withName("hubkeeper-bootstrap")
            .get()
            .getRules()
            .toString());
    return state;
  }

  /** Objects that the worker has created more than once. */
  @Override
  Map<String, String> repeated() {
    Map<String, Integer> made = new TreeMap<>();
    List<JsonNode> writes = world.writes();
    for (JsonNode event : writes.subList(writesBefore, writes.size())) {
      boolean created = event.at("/responseStatus/code").asInt() == 201;
      if (created && !event.at("/objectRef/subresource").asText().equals("portforward")) {
        String object =
            event.at("/objectRef/resource").asText() + " " + event.at("/objectRef/name").asText();
        made.merge(object, 1, Integer::sum);
      }
    }
    Map<String, String> repeated = new TreeMap<>();
    made.forEach(
        (object, times) -> {
          if (times > 1) {
            repeated.put(object, "created " + times + " times");
          }
        });
    return repeated;
  }

  @Override
  public void close() {
    if (clusters != null) {
      clusters.close();
      clusters = null;
    }
    super.close();
  }

  /** Ends what stands before the API server, too. */
  void end() {
    close();
    server.close();
    admin.close();
  }
}
