package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.activities.aws.teardown.Ground;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * Whose a network interface is, read from what its maker wrote on it.
 *
 * @param id of the owner as listings have it, or words where it is of no kind that we know; empty
 *     when the interface belongs to nothing
 * @param words what people are told
 */
record InterfaceOwner(String id, String words) {

  /** A form of description, and what its first group is. */
  private record Form(Pattern pattern, String words, String service, String resource) {

    Optional<InterfaceOwner> owner(Ground ground, String description) {
      Matcher found = pattern.matcher(description);
      if (!found.matches()) {
        return Optional.empty();
      }
      String id = found.group(1);
      String name = found.groupCount() > 1 ? found.group(2) : id;
      return Optional.of(
          new InterfaceOwner(
              service.isEmpty() ? id : ground.arn(service, resource + id), words.formatted(name)));
    }
  }

  private static final String BALANCERS = "elasticloadbalancing";

  private static final List<Form> IDS =
      List.of(
          new Form(
              Pattern.compile("ELB ((?:app|net|gwy)/([^/]+)/[^/]+)"),
              "load balancer %s",
              BALANCERS,
              "loadbalancer/"),
          new Form(Pattern.compile("ELB ([^/]+)"), "load balancer %s", BALANCERS, "loadbalancer/"),
          new Form(
              Pattern.compile("Amazon EKS (.+)"),
              "EKS for the control plane of cluster %s",
              "eks",
              "cluster/"),
          form("Interface for NAT Gateway (nat-\\w+)", "NAT gateway %s"),
          form("VPC Endpoint Interface (vpce-\\w+)", "VPC endpoint %s"),
          form("EFS mount target for fs-\\w+ \\((fsmt-\\w+)\\)", "EFS mount target %s"),
          form("AWS Lambda VPC ENI-(.+)", "Lambda function %s"),
          form("ElastiCache (.+)", "ElastiCache %s"),
          form(".*Transit Gateway Attachment (tgw-attach-\\w+)", "transit gateway attachment %s"),
          form("AWS created network interface for directory (d-\\w+)", "directory %s"),
          form("(RDS)NetworkInterface", "a database of %s"),
          form("(DMS)NetworkInterface", "a replication instance of %s"),
          form("arn:aws[\\w-]*:ecs:[^:]*:\\d+:attachment/(.+)", "an ECS task, attachment %s"));

  private static final Pattern CNI = Pattern.compile("aws-K8S-(i-\\w+)");
  private static final String RESOURCE_CONTROLLER = "aws-k8s-(branch|trunk)-eni";

  static InterfaceOwner of(NetworkInterface one, Ground ground) {
    String description = Objects.requireNonNullElse(one.description(), "");
    String instance = one.attachment() == null ? null : one.attachment().instanceId();
    if (instance != null) {
      return new InterfaceOwner(instance, "instance " + instance);
    }
    return IDS.stream()
        .flatMap(form -> form.owner(ground, description).stream())
        .findFirst()
        .orElseGet(() -> unnamed(one, description));
  }

  private static InterfaceOwner unnamed(NetworkInterface one, String description) {
    Matcher cni = CNI.matcher(description);
    if (cni.matches()) {
      return new InterfaceOwner("", "the VPC CNI of instance " + cni.group(1));
    }
    if (description.matches(RESOURCE_CONTROLLER)) {
      return new InterfaceOwner("", "EKS' VPC resource controller");
    }
    boolean managed = Boolean.TRUE.equals(one.requesterManaged());
    String service = "the AWS service " + one.requesterId();
    if (managed) {
      return new InterfaceOwner(service, service);
    }
    return new InterfaceOwner(one.attachment() == null ? "" : "an attachment", "");
  }

  private static Form form(String pattern, String words) {
    return new Form(Pattern.compile(pattern), words, "", "");
  }
}
