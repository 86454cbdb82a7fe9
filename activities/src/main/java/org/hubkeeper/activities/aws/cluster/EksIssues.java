package org.hubkeeper.activities.aws.cluster;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.model.AddonHealth;
import software.amazon.awssdk.services.eks.model.ClusterHealth;
import software.amazon.awssdk.services.eks.model.NodegroupHealth;

/** What EKS says is wrong with a thing, as {@code CODE: text}. */
public final class EksIssues {

  private EksIssues() {}

  public static List<String> of(ClusterHealth health) {
    return health == null
        ? List.of()
        : health.issues().stream().map(one -> line(one.codeAsString(), one.message())).toList();
  }

  public static List<String> of(AddonHealth health) {
    return health == null
        ? List.of()
        : health.issues().stream().map(one -> line(one.codeAsString(), one.message())).toList();
  }

  public static List<String> of(NodegroupHealth health) {
    return health == null
        ? List.of()
        : health.issues().stream().map(one -> line(one.codeAsString(), one.message())).toList();
  }

  /** For a message. */
  public static String told(List<String> issues) {
    return issues.isEmpty()
        ? "EKS tells no reason"
        : issues.stream().collect(Collectors.joining("; "));
  }

  private static String line(String code, String message) {
    return code + ": " + message;
  }
}
