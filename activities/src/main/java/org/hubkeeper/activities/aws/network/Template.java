package org.hubkeeper.activities.aws.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;

/**
 * The CloudFormation template of a cluster's network and roles. Logical ids and outputs are those
 * of eksctl, so that its users find their way.
 */
record Template(String body) {

  static Template of(Network network) {
    Map<String, Object> resources = new LinkedHashMap<>();
    NetworkResources subnets = new NetworkResources(network);
    resources.putAll(subnets.all());
    resources.putAll(Roles.all());
    Map<String, Object> outputs = new LinkedHashMap<>();
    outputs.put("VPC", output(Json.ref("VPC")));
    outputs.put("SubnetsPublic", output(Json.joined(subnets.publicIds())));
    outputs.put("SubnetsPrivate", output(Json.joined(subnets.privateIds())));
    outputs.put("SecurityGroup", output(Json.ref(NetworkResources.CONTROL_PLANE_GROUP)));
    outputs.put("ServiceRoleARN", output(Json.attribute(Roles.SERVICE, "Arn")));
    outputs.put("NodeRoleARN", output(Json.attribute(Roles.NODE, "Arn")));
    return new Template(
        Json.write(
            Json.map(
                "AWSTemplateFormatVersion",
                "2010-09-09",
                "Description",
                "EKS cluster: network and roles [made by Hubkeeper]",
                "Resources",
                resources,
                "Outputs",
                outputs)));
  }

  /** Tells two templates apart. */
  String hash() {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> output(Object value) {
    return Json.map("Value", value);
  }

  /** Pieces of a template. */
  static final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static Map<String, Object> map(Object... keysAndValues) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < keysAndValues.length; i += 2) {
        map.put((String) keysAndValues[i], keysAndValues[i + 1]);
      }
      return map;
    }

    static Map<String, Object> ref(String id) {
      return map("Ref", id);
    }

    static Map<String, Object> attribute(String id, String name) {
      return map("Fn::GetAtt", List.of(id, name));
    }

    static Map<String, Object> sub(String text) {
      return map("Fn::Sub", text);
    }

    static Map<String, Object> joined(List<String> ids) {
      return map("Fn::Join", List.of(",", ids.stream().map(Json::ref).toList()));
    }

    static Map<String, Object> resource(String type, Object... properties) {
      return map("Type", type, "Properties", map(properties));
    }

    static String write(Object value) {
      try {
        return MAPPER.writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
