package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.List;

/** Objects of any kind by their plain names, as {@code load-balancer-service/ds100/proxy}. */
final class Objects {

  static final ResourceDefinitionContext NODE_POOLS = karpenter("NodePool", "nodepools");
  static final ResourceDefinitionContext NODE_CLAIMS = karpenter("NodeClaim", "nodeclaims");

  private Objects() {}

  static String id(String kind, String namespace, String name) {
    return String.join("/", kind, namespace, name);
  }

  static String id(String kind, HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return id(kind, namespace == null ? "" : namespace, object.getMetadata().getName());
  }

  static String namespaceOf(String id) {
    return id.split("/", 3)[1];
  }

  static String nameOf(String id) {
    return id.split("/", 3)[2];
  }

  /** Since when an object is to go; {@link Instant#EPOCH} when it is not. */
  static Instant leavingSince(HasMetadata object) {
    String since = object.getMetadata().getDeletionTimestamp();
    return since == null ? Instant.EPOCH : Instant.parse(since);
  }

  static boolean leaving(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  static List<String> finalizers(HasMetadata object) {
    List<String> finalizers = object.getMetadata().getFinalizers();
    return finalizers == null ? List.of() : finalizers;
  }

  private static ResourceDefinitionContext karpenter(String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("karpenter.sh")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(false)
        .build();
  }
}
