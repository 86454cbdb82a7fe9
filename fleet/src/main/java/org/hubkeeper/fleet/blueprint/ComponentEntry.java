package org.hubkeeper.fleet.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.Component;

/**
 * A component as the fleet file has it, with the defaults of what it leaves out; empty texts stand
 * for what has no default. What the fields mean is said in the schema.
 *
 * @param values paths of files, relative to the fleet file
 * @param inline Helm values in the fleet file itself
 * @param tasks each with its {@code type} among its fields
 * @param proofs likewise
 */
public record ComponentEntry(
    String name,
    String chart,
    String repository,
    String version,
    String release,
    String namespace,
    String installer,
    Integer timeoutMinutes,
    List<String> values,
    ObjectNode inline,
    Map<String, String> secretValues,
    List<SecretEntry> secrets,
    List<BucketEntry> buckets,
    List<IdentityEntry> identities,
    List<String> needs,
    String onlyIf,
    List<Map<String, String>> tasks,
    List<Map<String, String>> proofs) {

  private static final String TYPE = "type";

  public ComponentEntry {
    repository = or(repository, "");
    installer = or(installer, "helm");
    timeoutMinutes = timeoutMinutes == null ? 10 : timeoutMinutes;
    values = orNone(values);
    inline = inline == null ? JsonNodeFactory.instance.objectNode() : inline;
    secretValues = secretValues == null ? Map.of() : Map.copyOf(secretValues);
    secrets = orNone(secrets);
    buckets = orNone(buckets);
    identities = orNone(identities);
    needs = orNone(needs);
    onlyIf = or(onlyIf, "");
    tasks = orNone(tasks);
    proofs = orNone(proofs);
  }

  /** A Secret; the type is {@code Opaque} unless told. */
  public record SecretEntry(String name, String type, Map<String, String> entries) {
    public SecretEntry {
      type = or(type, "Opaque");
    }
  }

  /** A bucket; its region is the cluster's unless told. */
  public record BucketEntry(String name, String region) {
    public BucketEntry {
      region = or(region, "");
    }
  }

  /** A role of a service account, in the component's namespace unless told. */
  public record IdentityEntry(
      String namespace,
      String serviceAccount,
      String kind,
      List<String> policies,
      JsonNode document) {
    public IdentityEntry {
      namespace = or(namespace, "");
      kind = or(kind, "pod-identity");
      policies = orNone(policies);
    }
  }

  /** The files that it names, relative to the fleet file. */
  public List<String> files() {
    return Stream.concat(
            values.stream(),
            tasks.stream()
                .map(task -> task.getOrDefault("files", ""))
                .flatMap(listed -> Stream.of(listed.split(",")).filter(path -> !path.isEmpty())))
        .toList();
  }

  /** The chart's own name. */
  String chartName() {
    return wish().name();
  }

  /** The chart as a run records it. */
  Component.Chart wish() {
    return new Component.Chart(chart, repository, version);
  }

  List<Component.SecretWish> secretWishes() {
    return secrets.stream()
        .map(one -> new Component.SecretWish(one.name(), one.type(), one.entries()))
        .toList();
  }

  List<Component.Bucket> buckets(String clusterRegion) {
    return buckets.stream()
        .map(one -> new Component.Bucket(one.name(), or(blank(one.region()), clusterRegion)))
        .toList();
  }

  List<ClusterDefinition.Identity> identityWishes() {
    return identities.stream()
        .map(
            one ->
                new ClusterDefinition.Identity(
                    or(blank(one.namespace()), namespace),
                    one.serviceAccount(),
                    one.kind().equals("irsa")
                        ? ClusterDefinition.Identity.Kind.IRSA
                        : ClusterDefinition.Identity.Kind.POD_IDENTITY,
                    one.policies(),
                    one.document() == null ? "" : one.document().toString()))
        .toList();
  }

  List<Component.Proof> proofWishes() {
    return proofs.stream().map(one -> new Component.Proof(one.get(TYPE), without(one))).toList();
  }

  /** The fields of a task or proof besides its type. */
  static Map<String, String> without(Map<String, String> fields) {
    Map<String, String> rest = new LinkedHashMap<>(fields);
    rest.remove(TYPE);
    return rest;
  }

  private static String blank(String value) {
    return value.isEmpty() ? null : value;
  }

  private static String or(String value, String byDefault) {
    return value == null ? byDefault : value;
  }

  private static <T> List<T> orNone(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
