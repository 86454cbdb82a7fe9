package org.hubkeeper.workflows.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that is installed on a cluster: a Helm release, what it needs before, and what proves
 * that it works. Data from the fleet file; it holds references to secrets, never secrets.
 *
 * <p>Texts in {@code values}, secrets, buckets and identities may hold <code>${cluster}</code>,
 * <code>${region}</code>, <code>${account}</code>, <code>${host}</code>, <code>${vpc}</code>,
 * <code>${version}</code> (the minor of the control plane) and <code>${role:NAMESPACE/ACCOUNT}
 * </code>, which whoever uses them replaces.
 *
 * @param name as people type it, with the step's number: {@code 06-grafana}
 * @param installer {@code helm} or {@code helm-kush}
 * @param timeoutMinutes limit of one run of the installer
 * @param values inline values, as JSON; they win over the files
 * @param secretValues path of a value, as {@code admin.password}, to the reference of its secret
 * @param needs names of the components that must be there before
 * @param onlyIf {@code gpu} for a component that only a cluster with GPU pools needs, else empty
 * @param tasks what is done once the release is there, in order
 */
public record Component(
    String name,
    Chart chart,
    String release,
    String namespace,
    String installer,
    int timeoutMinutes,
    List<ValuesFile> valuesFiles,
    String values,
    Map<String, String> secretValues,
    List<SecretWish> secrets,
    List<Bucket> buckets,
    List<ClusterDefinition.Identity> identities,
    List<String> needs,
    String onlyIf,
    List<Task> tasks,
    List<Proof> proofs) {

  public Component {
    valuesFiles = List.copyOf(valuesFiles);
    secretValues = Map.copyOf(secretValues);
    secrets = List.copyOf(secrets);
    buckets = List.copyOf(buckets);
    identities = List.copyOf(identities);
    needs = List.copyOf(needs);
    tasks = List.copyOf(tasks);
    proofs = List.copyOf(proofs);
  }

  /** Whether the cluster's host name is to lead to this component. */
  public boolean publishes() {
    return proofs.stream().anyMatch(proof -> proof.type().equals(Proof.DNS));
  }

  /** The service whose load balancer the cluster's host name leads to; only the ingress has one. */
  public Optional<String> publishedService() {
    return proofs.stream()
        .filter(proof -> proof.type().equals(Proof.LOAD_BALANCER))
        .map(proof -> proof.with().getOrDefault("service", ""))
        .findFirst();
  }

  /**
   * A chart.
   *
   * @param reference {@code oci://…} or the chart's name in {@code repository}
   * @param repository URL of a chart repository, empty for OCI
   */
  public record Chart(String reference, String repository, String version) {

    /** The chart's own name, which a release remembers. */
    public String name() {
      return reference.substring(reference.lastIndexOf('/') + 1);
    }
  }

  /** A file of Helm values: where the worker finds it and what it held when the run began. */
  public record ValuesFile(String path, String sha256) {}

  /**
   * A Secret of the namespace that is there before the release. A generated entry is made once and
   * never again.
   *
   * @param type {@code Opaque} or {@code kubernetes.io/tls}
   * @param entries key to a secret reference, or to {@code generate:N} for N random letters and
   *     digits
   */
  public record SecretWish(String name, String type, Map<String, String> entries) {
    public SecretWish {
      entries = Map.copyOf(entries);
    }
  }

  /** A private S3 bucket. */
  public record Bucket(String name, String region) {}

  /** Something done once through what was installed; an implementation by type. */
  public record Task(String type, Map<String, String> with) {
    public Task {
      with = Map.copyOf(with);
    }
  }

  /**
   * What shows that the component works; an implementation by type. Two types on the cluster's
   * ingress are carried out by the runbook itself: for {@value #LOAD_BALANCER} the {@code service}
   * of the component's namespace gets an address, and for {@value #DNS} the cluster's host name is
   * made to lead there. The proofs after them find the address among their facts.
   */
  public record Proof(String type, Map<String, String> with) {

    public static final String LOAD_BALANCER = "load-balancer";
    public static final String DNS = "dns";

    public Proof {
      with = Map.copyOf(with);
    }
  }
}
