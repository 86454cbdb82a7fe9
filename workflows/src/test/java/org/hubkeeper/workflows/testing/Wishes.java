package org.hubkeeper.workflows.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.Nat;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.Bucket;
import org.hubkeeper.workflows.model.Component.Chart;
import org.hubkeeper.workflows.model.Component.Proof;
import org.hubkeeper.workflows.model.Component.SecretWish;
import org.hubkeeper.workflows.model.Component.Task;

/** What a fleet file may want of a cluster, for tests: a cluster as the documents have it. */
public final class Wishes {

  public static final String PRIORITIES =
      "{\"clusterName\": \"${cluster}\", \"priorities\": {\"10\": [\".*g4dn.*\"],"
          + " \"20\": [\".*t3a-2xlarge.*\"], \"30\": [\".*t3a-large.*\"]}}";

  public List<NodeGroup> groups =
      new ArrayList<>(
          List.of(
              group("tools", "t3a.medium", "", 1, 2),
              group("core", "t3a.large", "core", 1, 2),
              group("user-t3a-large", "t3a.large", "user", 0, 10),
              group("user-t3a-2xlarge", "t3a.2xlarge", "user", 0, 10),
              group("user-g4dn", "g4dn.xlarge", "user", 0, 2)));
  public List<Addon> addons =
      new ArrayList<>(
          List.of(
              new Addon("vpc-cni", "", ""),
              new Addon("eks-pod-identity-agent", "", ""),
              new Addon("coredns", "", ""),
              new Addon("aws-ebs-csi-driver", "", "")));
  public List<Component> components = new ArrayList<>();
  public String dns = "route53";
  public Nat nat = Nat.SINGLE;

  private final String name;

  /** All components of the documents, with a GPU pool. */
  public Wishes(String name) {
    this.name = name;
    Identity velero =
        new Identity("velero", "velero", Identity.Kind.POD_IDENTITY, List.of(), "{\"${vpc}\": 1}");
    components.add(
        component("01-ingress").proof(Proof.LOAD_BALANCER).proof(Proof.DNS).proof("https").build());
    components.add(component("02-autoscaler").values(PRIORITIES).proof("scaling").build());
    components.add(component("03-registry").proof("pull").build());
    components.add(component("04-gpu").onlyIf("gpu").needs("03-registry").proof("gpu").build());
    components.add(component("05-prometheus").proof("query").build());
    components.add(
        component("06-grafana")
            .needs("01-ingress", "05-prometheus")
            .secret("grafana-admin", "generate:20")
            .task("password")
            .proof("dashboards")
            .build());
    components.add(
        component("07-velero")
            .bucket("${cluster}-backups")
            .identity(velero)
            .proof("backup")
            .build());
    components.add(component("08-placeholders").secret("salt", "generate:32").build());
  }

  public static NodeGroup group(String name, String type, String purpose, int min, int max) {
    return new NodeGroup(
        name,
        List.of(type),
        min,
        max,
        1,
        80,
        "gp3",
        "AmazonLinux2023",
        "",
        false,
        List.of(),
        purpose.isEmpty() ? Map.of() : Map.of("hub.jupyter.org/node-purpose", purpose),
        purpose.equals("user")
            ? List.of(new Taint("hub.jupyter.org/dedicated", "user", "NoSchedule"))
            : List.of(),
        Map.of(),
        false);
  }

  /** The same with another number of first nodes. */
  public static NodeGroup desired(NodeGroup group, int nodes) {
    return new NodeGroup(
        group.name(),
        group.instanceTypes(),
        group.min(),
        group.max(),
        nodes,
        group.volumeGiB(),
        group.volumeType(),
        group.amiFamily(),
        group.ami(),
        group.spot(),
        group.zones(),
        group.labels(),
        group.taints(),
        group.tags(),
        group.privateNetworking());
  }

  public Wishes withoutGpu() {
    groups.removeIf(NodeGroup::gpu);
    return replace(
        component("02-autoscaler")
            .values(PRIORITIES.replace("\"10\": [\".*g4dn.*\"],", ""))
            .build());
  }

  /** Puts the component in the place of the one of its name. */
  public Wishes replace(Component other) {
    components.replaceAll(one -> one.name().equals(other.name()) ? other : one);
    return this;
  }

  public Blueprint blueprint() {
    return new Blueprint(
        new ClusterDefinition(
            name,
            "us-west-2",
            "1.34",
            Map.of(),
            new Network("192.168.0.0/16", List.of("us-west-2a", "us-west-2b"), nat),
            List.of(new Admin("arn:aws:iam::123456789012:role/admins", List.of(), List.of())),
            addons,
            List.of(
                new Identity(
                    "kube-system",
                    "ebs-csi-controller-sa",
                    Identity.Kind.POD_IDENTITY,
                    List.of(),
                    "")),
            groups,
            "hash"),
        "hubs.example.edu",
        name,
        new Blueprint.Dns(dns, "example.edu", 300),
        components);
  }

  public static Builder component(String name) {
    return new Builder(name);
  }

  /** Spells out what a component differs in. */
  public static final class Builder {
    private final String name;
    private String release;
    private String values = "";
    private int minutes = 10;
    private String onlyIf = "";
    private List<String> needs = List.of();
    private final List<SecretWish> secrets = new ArrayList<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final List<Identity> identities = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Proof> proofs = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
      this.release = name.substring(3);
    }

    public Builder release(String text) {
      release = text;
      return this;
    }

    public Builder values(String json) {
      values = json;
      return this;
    }

    public Builder minutes(int limit) {
      minutes = limit;
      return this;
    }

    public Builder onlyIf(String what) {
      onlyIf = what;
      return this;
    }

    public Builder needs(String... names) {
      needs = Arrays.asList(names);
      return this;
    }

    public Builder secret(String secret, String entry) {
      secrets.add(new SecretWish(secret, "Opaque", Map.of("value", entry)));
      return this;
    }

    public Builder bucket(String bucket) {
      buckets.add(new Bucket(bucket, "${region}"));
      return this;
    }

    public Builder identity(Identity identity) {
      identities.add(identity);
      return this;
    }

    public Builder task(String type) {
      tasks.add(new Task(type, Map.of()));
      return this;
    }

    public Builder proof(String type) {
      proofs.add(new Proof(type, Map.of("service", "master-ingress-nginx-ingress")));
      return this;
    }

    public Component build() {
      return new Component(
          name,
          new Chart("oci://charts.example.org/" + name.substring(3), "", "1.0.0"),
          release,
          "cluster-tools",
          "helm",
          minutes,
          List.of(),
          values,
          Map.of(),
          secrets,
          buckets,
          identities,
          needs,
          onlyIf,
          tasks,
          proofs);
    }
  }
}
