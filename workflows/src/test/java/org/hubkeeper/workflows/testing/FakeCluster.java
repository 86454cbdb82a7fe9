package org.hubkeeper.workflows.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.activity.Tasks;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.Proof;
import org.hubkeeper.workflows.model.Component.SecretWish;
import org.hubkeeper.workflows.model.Component.Task;

/** What runs in a cluster, in memory, as far as the order and the questions of runbooks need it. */
public final class FakeCluster implements Charts, Workloads, Proofs, Tasks {

  public static final String UID = "uid-of-the-cluster";
  public static final String ADDRESS = "lb-1.elb.example.com";

  public final Journal journal;
  public final Map<String, ReleaseFact> releases = new ConcurrentHashMap<>();
  public final Map<String, String> charts = new ConcurrentHashMap<>();
  public final Set<String> secrets = ConcurrentHashMap.newKeySet();
  public final Set<String> done = ConcurrentHashMap.newKeySet();
  public final List<Finding> lacks = new ArrayList<>();
  public boolean rights;
  public boolean storage;
  public final Map<String, Map<String, String>> facts = new ConcurrentHashMap<>();

  public FakeCluster(Journal journal) {
    this.journal = journal;
  }

  public void reset() {
    releases.clear();
    charts.clear();
    secrets.clear();
    done.clear();
    lacks.clear();
    facts.clear();
    rights = false;
    storage = false;
  }

  public void release(String name, State state, String status) {
    releases.put(name, new ReleaseFact(state, status, 1, name + "-0.9.0", "-old\n+new"));
  }

  @Override
  public ChartFact resolve(ClusterRef cluster, Component.Chart chart) {
    journal.call("look chart " + chart.name());
    return new ChartFact(
        chart.name(),
        chart.version(),
        "1",
        charts.getOrDefault(chart.name(), "sha256:" + chart.name()));
  }

  @Override
  public ReleaseFact inspect(
      ClusterRef cluster, Component component, String digest, Map<String, String> facts) {
    inside(cluster, "look release " + component.release());
    return releases.getOrDefault(component.release(), new ReleaseFact(State.ABSENT, "", 0, "", ""));
  }

  @Override
  public ReleaseFact ensure(
      ClusterRef cluster, Component component, String digest, Map<String, String> given) {
    inside(cluster, "ensure release " + component.release());
    facts.put(component.release(), given);
    ReleaseFact there = releases.get(component.release());
    if (there == null || there.state() != State.SAME) {
      journal.write("release " + component.release() + " " + digest);
    }
    ReleaseFact made =
        new ReleaseFact(State.SAME, "deployed", 2, component.chart().name() + "-1.0.0", "");
    releases.put(component.release(), made);
    return made;
  }

  @Override
  public List<Finding> check(ClusterRef cluster, String host, List<Component> components) {
    return lacks;
  }

  @Override
  public String uid(ClusterRef cluster) {
    journal.call("look uid");
    return UID;
  }

  @Override
  public void ensureOwnRights(ClusterRef cluster) {
    inside(cluster, "ensure own rights");
    journal.write("own rights");
    rights = true;
  }

  @Override
  public void checkOwnRights(ClusterRef cluster) {
    inside(cluster, "check own rights");
    if (!rights) {
      throw Failures.of(FailureKind.FORBIDDEN, "create deployments", null);
    }
  }

  @Override
  public void ensureNamespace(ClusterRef cluster, String namespace) {
    inside(cluster, "ensure namespace " + namespace);
  }

  @Override
  public List<String> missingSecrets(
      ClusterRef cluster, String namespace, List<SecretWish> wishes) {
    inside(cluster, "look secrets");
    return wishes.stream().map(SecretWish::name).filter(name -> !secrets.contains(name)).toList();
  }

  @Override
  public void ensureSecret(ClusterRef cluster, String namespace, SecretWish secret) {
    inside(cluster, "ensure secret " + secret.name());
    if (secrets.add(secret.name())) {
      journal.write("secret " + secret.name());
    }
  }

  @Override
  public void awaitNodes(ClusterRef cluster, String nodeGroup, int least) {
    inside(cluster, "await " + least + " nodes of " + nodeGroup);
  }

  @Override
  public String loadBalancer(ClusterRef cluster, String namespace, String service) {
    inside(cluster, "look load balancer");
    return releases.containsKey("ingress") ? ADDRESS : "";
  }

  @Override
  public String awaitLoadBalancer(ClusterRef cluster, String namespace, String service) {
    inside(cluster, "await load balancer " + service);
    return ADDRESS;
  }

  @Override
  public boolean storageClassIsDefault(ClusterRef cluster) {
    inside(cluster, "look storage class");
    return storage;
  }

  @Override
  public void ensureStorageClass(ClusterRef cluster) {
    inside(cluster, "ensure storage class");
    if (!storage) {
      journal.write("storage class");
    }
    storage = true;
  }

  @Override
  public String proveStorage(ClusterRef cluster) {
    inside(cluster, "prove storage");
    return "a claim was bound and written";
  }

  @Override
  public String prove(
      ClusterRef cluster, Component component, Proof proof, Map<String, String> given) {
    inside(cluster, "prove " + component.name() + " " + proof.type());
    facts.put("proof of " + component.name(), given);
    return proof.type() + " seen";
  }

  @Override
  public boolean done(
      ClusterRef cluster, Component component, Task task, Map<String, String> given) {
    inside(cluster, "look task " + task.type());
    return done.contains(task.type());
  }

  @Override
  public String ensure(
      ClusterRef cluster, Component component, Task task, Map<String, String> given) {
    inside(cluster, "ensure task " + task.type());
    if (done.add(task.type())) {
      journal.write("task " + task.type());
    }
    return task.type() + " done";
  }

  /** Inside, nobody acts without knowing which cluster this is. */
  private void inside(ClusterRef cluster, String call) {
    journal.call(call);
    if (!cluster.uid().equals(UID)) {
      throw Failures.of(FailureKind.DRIFTED, "another cluster than " + cluster.uid(), null);
    }
  }
}
