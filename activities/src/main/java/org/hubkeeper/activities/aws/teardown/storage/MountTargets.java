package org.hubkeeper.activities.aws.teardown.storage;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.network.Interfaces;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.LifeCycleState;
import software.amazon.awssdk.services.efs.model.MountTargetDescription;
import software.amazon.awssdk.services.efs.model.MountTargetNotFoundException;

/**
 * Where a shared file system is reached in a network; found by the interface that each one makes.
 */
public final class MountTargets implements Kind {

  private static final Interfaces INTERFACES = new Interfaces();
  private static final String PREFIX = "fsmt-";

  @Override
  public String name() {
    return "mount-target";
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    Slice page = ground.vpcs().isEmpty() ? Slice.last(List.of()) : INTERFACES.find(ground, token);
    List<String> ids =
        page.sights().stream()
            .map(Sight::parent)
            .filter(parent -> parent.startsWith(PREFIX))
            .distinct()
            .toList();
    return new Slice(look(ground, ids), page.next());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().flatMap(id -> look(ground, id)).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    efs(ground).deleteMountTarget(request -> request.mountTargetId(sight.id()));
  }

  private static Stream<Sight> look(Ground ground, String id) {
    try {
      return efs(ground).describeMountTargets(r -> r.mountTargetId(id)).mountTargets().stream()
          .filter(one -> one.lifeCycleState() != LifeCycleState.DELETED)
          .map(MountTargets::sight);
    } catch (MountTargetNotFoundException e) {
      return Stream.of();
    }
  }

  private static Sight sight(MountTargetDescription target) {
    return Sight.of("mount-target", target.mountTargetId(), Map.of())
        .in(target.vpcId())
        .on(List.of(target.fileSystemId(), target.subnetId()))
        // It is a door to the file system and no part of it: data may stay, but not in the network.
        .madeBy("EFS for file system " + target.fileSystemId())
        .state(target.lifeCycleStateAsString(), target.lifeCycleState() == LifeCycleState.DELETING);
  }

  private static EfsClient efs(Ground ground) {
    return ground.apis().efs(ground.cluster());
  }
}
