package org.hubkeeper.workflows.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.Bucket;
import org.hubkeeper.workflows.model.Component.SecretWish;

/**
 * The facts that stand for the placeholders in a {@link Component}'s texts. Unknown placeholders
 * are left alone: a policy document has some of its own.
 */
public final class Texts {

  private final Map<String, String> facts = new LinkedHashMap<>();

  /** With what is known before the cluster is looked at. */
  public Texts(ClusterRef cluster, Blueprint blueprint) {
    facts.put("cluster", cluster.name());
    facts.put("region", cluster.region());
    facts.put("account", cluster.account());
    known("host", blueprint.host());
    facts.put(
        "emptyPools",
        blueprint.definition().nodeGroups().stream()
            .filter(group -> group.min() == 0)
            .map(NodeGroup::name)
            .collect(Collectors.joining(" ")));
  }

  public Texts vpc(String id) {
    return known("vpc", id);
  }

  /** Minor of the control plane. */
  public Texts version(String minor) {
    return known("version", minor);
  }

  public Texts loadBalancer(String address) {
    return known("loadBalancer", address);
  }

  /** What is not known yet is left out, so that its placeholder is seen to be open. */
  private Texts known(String name, String fact) {
    if (!fact.isEmpty()) {
      facts.put(name, fact);
    }
    return this;
  }

  /** By {@code namespace/account}, ARNs. */
  public Texts roles(Map<String, String> roles) {
    roles.forEach((key, arn) -> facts.put("role:" + key, arn));
    return this;
  }

  /** For activities. */
  public Map<String, String> facts() {
    return Map.copyOf(facts);
  }

  /** The buckets with their names filled in. */
  public List<Bucket> buckets(Component component) {
    return component.buckets().stream()
        .map(bucket -> new Bucket(fill(bucket.name()), fill(bucket.region())))
        .toList();
  }

  /** The identities with their policies filled in. */
  public List<Identity> identities(List<Identity> identities) {
    return identities.stream()
        .map(
            one ->
                new Identity(
                    one.namespace(),
                    one.serviceAccount(),
                    one.kind(),
                    one.policies().stream().map(this::fill).toList(),
                    fill(one.document())))
        .toList();
  }

  /** The Secrets with their entries filled in. */
  public List<SecretWish> secrets(Component component) {
    return component.secrets().stream()
        .map(
            wish -> {
              Map<String, String> entries = new LinkedHashMap<>();
              wish.entries().forEach((key, text) -> entries.put(key, fill(text)));
              return new SecretWish(wish.name(), wish.type(), entries);
            })
        .toList();
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      filled = filled.replace("${" + fact.getKey() + "}", fact.getValue());
    }
    return filled;
  }
}
