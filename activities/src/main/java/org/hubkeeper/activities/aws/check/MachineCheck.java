package org.hubkeeper.activities.aws.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

/** Whether the machines and images of node groups are to be had where they are wanted. */
final class MachineCheck {

  private static final Set<String> NO_IMAGE =
      Set.of("InvalidAMIID.NotFound", "InvalidAMIID.Malformed", "InvalidAMIID.Unavailable");

  private final Ec2Client ec2;
  private final ClusterDefinition definition;
  private final Asking asking;

  MachineCheck(Ec2Client ec2, ClusterDefinition definition, Asking asking) {
    this.ec2 = ec2;
    this.definition = definition;
    this.asking = asking;
  }

  void check(List<NodeGroup> groups) {
    if (groups.isEmpty()) {
      return;
    }
    asking.ask(
        "where instance types are offered",
        "ec2:DescribeInstanceTypeOfferings",
        () -> offered(groups));
    for (NodeGroup group : groups) {
      if (!group.ami().isEmpty()) {
        asking.ask("the image of " + group.name(), "ec2:DescribeImages", () -> image(group));
      }
    }
  }

  private void offered(List<NodeGroup> groups) {
    Map<String, Set<String>> zones = zones(groups);
    for (NodeGroup group : groups) {
      List<String> wanted = group.zones().isEmpty() ? definition.network().zones() : group.zones();
      for (String type : group.instanceTypes()) {
        Set<String> lacking = new TreeSet<>(wanted);
        lacking.removeAll(zones.getOrDefault(type, Set.of()));
        tell(group, type, lacking, wanted.size());
      }
    }
  }

  private void tell(NodeGroup group, String type, Set<String> lacking, int wanted) {
    if (lacking.size() == wanted) {
      asking.block(
          "INSTANCE_TYPE",
          "node group %s: EC2 offers %s in none of %s; take another type or other zones",
          group.name(),
          type,
          lacking);
    } else if (!lacking.isEmpty()) {
      asking.advise(
          "INSTANCE_TYPE_ZONES",
          "node group %s: EC2 does not offer %s in %s; name the other zones in availabilityZones",
          group.name(),
          type,
          lacking);
    }
  }

  private Map<String, Set<String>> zones(List<NodeGroup> groups) {
    List<String> types =
        groups.stream().flatMap(group -> group.instanceTypes().stream()).distinct().toList();
    Map<String, Set<String>> zones = new HashMap<>();
    for (InstanceTypeOffering offering :
        ec2.describeInstanceTypeOfferingsPaginator(
                request ->
                    request
                        .locationType(LocationType.AVAILABILITY_ZONE)
                        .filters(Filter.builder().name("instance-type").values(types).build()))
            .instanceTypeOfferings()) {
      zones
          .computeIfAbsent(offering.instanceTypeAsString(), type -> new TreeSet<>())
          .add(offering.location());
    }
    return zones;
  }

  private void image(NodeGroup group) {
    if (images(group.ami()).stream().noneMatch(image -> image.state() == ImageState.AVAILABLE)) {
      asking.block(
          "AMI",
          "node group %s: the region has no image %s any more; name another in `ami` or leave it"
              + " out for EKS's own",
          group.name(),
          group.ami());
    }
  }

  private List<Image> images(String id) {
    try {
      return ec2.describeImages(r -> r.imageIds(id)).images();
    } catch (Ec2Exception e) {
      if (NO_IMAGE.contains(AwsFailures.code(e))) {
        return List.of();
      }
      throw e;
    }
  }
}
