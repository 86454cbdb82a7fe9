package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Together;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;
import org.hubkeeper.rehearsal.world.WorldSpec.Kubernetes;

/**
 * What a world has before any scenario: the worker's key with exactly the IAM policy and the RBAC
 * manifest that we ship for its runbook, and the namespaces of the hubs.
 */
record Foundation(
    WorldPlan plan, SimulatedAws aws, Map<String, ControlPlane> controlPlanes, WorkerKey key) {

  /** Name of the worker among the callers in the request log. */
  static final String WORKER = "worker";

  private static final String ROLE = "hubkeeper-worker";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void lay() {
    aws.kubernetes(access());
    aws.callers(List.of(worker()));
    if (plan.spec().kubernetes() == Kubernetes.NODES) {
      // Its runbooks make the cluster, and with it the way in.
      return;
    }
    aws.accessEntries(entries());
    List<ControlPlane> planes = controlPlanes.values().stream().distinct().toList();
    Together.run(planes, this::prepare);
  }

  private Map<String, Object> access() {
    Map<String, Object> access = new HashMap<>();
    controlPlanes.forEach((cluster, plane) -> access.put(cluster, access(plane)));
    return access;
  }

  private static Map<String, String> access(ControlPlane plane) {
    Map<String, String> access = new HashMap<>();
    access.put("endpoint", plane.endpoint());
    access.put("caData", plane.caData());
    access.put("caFile", plane.caFile());
    access.put("certFile", plane.adminCertFile());
    access.put("keyFile", plane.adminKeyFile());
    if (plane.front() != null) {
      access.put("front", plane.front());
    }
    return access;
  }

  /** The worker as the simulator takes it; tests change it to take rights away. */
  Map<String, Object> worker() {
    Map<String, Object> worker = new HashMap<>();
    worker.put("accessKeyId", key.id());
    worker.put("name", WORKER);
    worker.put("arn", "arn:aws:sts::%s:assumed-role/%s/rehearsal".formatted(account(), ROLE));
    worker.put("policy", policy());
    if (plan.planes().entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()))) {
      // A token is signed for one cluster; of a shared API server that name can't be checked.
      worker.put("secretAccessKey", key.secret());
    }
    return worker;
  }

  private JsonNode policy() {
    String shipped = Sources.of("deploy").text("iam/" + plan.spec().rights() + ".json");
    try {
      ObjectNode policy = (ObjectNode) JSON.readTree(shipped);
      roles().forEach(role -> allowTaking((ArrayNode) policy.get("Statement"), role));
      return policy;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the shipped IAM policy is no JSON", e);
    }
  }

  private static void allowTaking(ArrayNode statements, String role) {
    statements
        .addObject()
        .put("Effect", "Allow")
        .put("Action", "sts:AssumeRole")
        .put("Resource", role);
  }

  private Map<String, Object> entries() {
    List<String> arns = new ArrayList<>(roles());
    arns.add("arn:aws:iam::%s:role/%s".formatted(account(), ROLE));
    String group = "hubkeeper:" + plan.spec().rights();
    List<Map<String, Object>> entries =
        arns.stream()
            .map(
                arn ->
                    Map.<String, Object>of(
                        "arn", arn, "username", WORKER, "groups", List.of(group)))
            .toList();
    Map<String, Object> byPlane = new HashMap<>();
    plan.planes().values().forEach(plane -> byPlane.put(plane, entries));
    return byPlane;
  }

  private List<String> roles() {
    return plan.clusters().stream()
        .map(SimulatedCluster::roleArn)
        .filter(role -> !role.isEmpty())
        .distinct()
        .toList();
  }

  private String account() {
    return plan.clusters().get(0).account();
  }

  private void prepare(ControlPlane plane) {
    try (AdminOfCluster admin = new AdminOfCluster(plane)) {
      admin.apply(Sources.of("deploy").text("rbac/" + plan.spec().rights() + ".yaml"));
      plan.clusters().stream()
          .filter(cluster -> plane.equals(controlPlanes.get(cluster.name())))
          .flatMap(cluster -> cluster.namespaces().stream())
          .distinct()
          .forEach(admin::ensureNamespace);
    }
  }
}
