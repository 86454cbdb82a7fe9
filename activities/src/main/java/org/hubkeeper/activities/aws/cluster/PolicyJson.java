package org.hubkeeper.activities.aws.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Policy documents: those that we write, and comparison with what IAM gives back. */
final class PolicyJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PolicyJson() {}

  /** Lets the agent of Pod Identity, for that service account only, become a role. */
  static String podIdentityTrust(String namespace, String account) {
    ObjectNode statement = statement("sts:AssumeRole", "Service", "pods.eks.amazonaws.com");
    statement.withArray("Action").add("sts:TagSession");
    condition(
        statement,
        Map.of(
            "aws:RequestTag/kubernetes-namespace",
            namespace,
            "aws:RequestTag/kubernetes-service-account",
            account));
    return document(statement);
  }

  /**
   * Lets a service account that the cluster's issuer vouches for become a role.
   *
   * @param provider ARN of the identity provider
   * @param host of the issuer, with its path
   */
  static String issuerTrust(String provider, String host, String namespace, String account) {
    ObjectNode statement = statement("sts:AssumeRoleWithWebIdentity", "Federated", provider);
    condition(
        statement,
        Map.of(
            host + ":aud",
            "sts.amazonaws.com",
            host + ":sub",
            "system:serviceaccount:" + namespace + ":" + account));
    return document(statement);
  }

  /** Whether two documents say the same; IAM gives them back URL-encoded. */
  static boolean same(String wanted, String encoded) {
    return parse(wanted).equals(parse(URLDecoder.decode(encoded, StandardCharsets.UTF_8)));
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw Failures.of(FailureKind.REJECTED, "a policy document is no JSON", null);
    }
  }

  private static ObjectNode statement(String action, String kind, String principal) {
    ObjectNode statement = MAPPER.createObjectNode();
    statement.put("Effect", "Allow");
    statement.putObject("Principal").put(kind, principal);
    statement.putArray("Action").add(action);
    return statement;
  }

  private static void condition(ObjectNode statement, Map<String, String> equal) {
    ObjectNode equals = statement.putObject("Condition").putObject("StringEquals");
    equal.forEach(equals::put);
  }

  private static String document(ObjectNode statement) {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("Version", "2012-10-17");
    document.putArray("Statement").add(statement);
    return document.toString();
  }
}
