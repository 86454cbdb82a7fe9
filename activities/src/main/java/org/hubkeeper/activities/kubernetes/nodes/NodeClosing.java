package org.hubkeeper.activities.kubernetes.nodes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import org.hubkeeper.workflows.activity.Nodes;

/**
 * Closes nodes to new pods and opens them again. What a run has closed says so: an annotation holds
 * the run and what was before, so that whoever finds it can give it back.
 */
final class NodeClosing {

  static final String TAINT = "hubkeeper.org/phase-out";

  private static final String CORDONED = "hubkeeper.org/cordoned";
  private static final String TAINTED = "hubkeeper.org/phased-out";
  private static final String EVICTED = "hubkeeper.org/evicted";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  NodeClosing(KubernetesClient client) {
    this.client = client;
  }

  /** One that is closed already, by whomever, stays as it is. */
  void close(Node node, Nodes.Closing how, String run) {
    if (closed(node, how)) {
      return;
    }
    ObjectNode patch = JSON.createObjectNode();
    ObjectNode spec = patch.putObject("spec");
    if (how == Nodes.Closing.CORDON) {
      note(patch, CORDONED, mark(run, "schedulable"));
      spec.put("unschedulable", true);
    } else {
      List<Taint> taints = new ArrayList<>(taints(node));
      taints.add(new Taint("NoSchedule", TAINT, null, "true"));
      note(patch, TAINTED, mark(run, "without the taint " + TAINT));
      spec.set("taints", JSON.valueToTree(taints));
      onlyIfUnchanged(patch, node);
    }
    send(node, patch);
  }

  /** Only what Hubkeeper has closed. */
  void open(Node node) {
    boolean cordoned = annotations(node).containsKey(CORDONED);
    boolean tainted = annotations(node).containsKey(TAINTED);
    if (!cordoned && !tainted) {
      return;
    }
    ObjectNode patch = JSON.createObjectNode();
    note(patch, EVICTED, null);
    if (cordoned) {
      note(patch, CORDONED, null);
      patch.withObject("/spec").putNull("unschedulable");
    }
    if (tainted) {
      note(patch, TAINTED, null);
      List<Taint> others =
          taints(node).stream().filter(taint -> !taint.getKey().equals(TAINT)).toList();
      patch.withObject("/spec").set("taints", JSON.valueToTree(others));
      onlyIfUnchanged(patch, node);
    }
    send(node, patch);
  }

  /** Adds to the number of pods that were evicted from a node. */
  void countEvicted(Node node, int more) {
    ObjectNode patch = JSON.createObjectNode();
    note(patch, EVICTED, String.valueOf(evicted(node) + more));
    send(node, patch);
  }

  static int evicted(Node node) {
    String count = annotations(node).getOrDefault(EVICTED, "0");
    return count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
  }

  /** Whether new pods are kept away, by whomever. */
  static boolean closed(Node node) {
    return closed(node, Nodes.Closing.CORDON) || closed(node, Nodes.Closing.TAINT);
  }

  /** What runs have changed on a node for a while. */
  static List<Mark> marks(Node node) {
    List<Mark> marks = new ArrayList<>();
    for (String key : List.of(CORDONED, TAINTED)) {
      if (annotations(node).containsKey(key)) {
        marks.add(read(annotations(node).get(key)));
      }
    }
    return marks;
  }

  private static boolean closed(Node node, Nodes.Closing how) {
    return how == Nodes.Closing.CORDON
        ? Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        : taints(node).stream().anyMatch(taint -> TAINT.equals(taint.getKey()));
  }

  private static List<Taint> taints(Node node) {
    return Objects.requireNonNullElse(node.getSpec().getTaints(), List.of());
  }

  private static Map<String, String> annotations(Node node) {
    return Objects.requireNonNullElse(node.getMetadata().getAnnotations(), Map.of());
  }

  private static String mark(String run, String former) {
    return JSON.createObjectNode().put("run", run).put("former", former).toString();
  }

  private static Mark read(String mark) {
    try {
      JsonNode read = JSON.readTree(mark);
      return new Mark(read.path("run").asText("unknown"), read.path("former").asText("unknown"));
    } catch (JsonProcessingException e) {
      return new Mark("unknown", "unknown");
    }
  }

  private static void note(ObjectNode patch, String key, String value) {
    patch.withObject("/metadata").withObject("/annotations").put(key, value);
  }

  /** A patch of a list replaces it, so nobody else's taint may have come in between. */
  private static void onlyIfUnchanged(ObjectNode patch, Node node) {
    if (node.getMetadata().getResourceVersion() != null) {
      patch.withObject("/metadata").put("resourceVersion", node.getMetadata().getResourceVersion());
    }
  }

  private void send(Node node, ObjectNode patch) {
    client
        .nodes()
        .withName(node.getMetadata().getName())
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(OwnObjects.NAME)
                .build(),
            patch.toString());
  }
}
