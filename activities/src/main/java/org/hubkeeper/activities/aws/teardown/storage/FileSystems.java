package org.hubkeeper.activities.aws.teardown.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.FileSystemDescription;
import software.amazon.awssdk.services.efs.model.FileSystemNotFoundException;
import software.amazon.awssdk.services.efs.model.LifeCycleState;
import software.amazon.awssdk.services.efs.model.Tag;

/** Shared file systems: those with a tag of the cluster, and those that its networks reach. */
public final class FileSystems implements Kind {

  private static final int PAGE = 100;
  private static final double GIB = 1L << 30;

  private final MountTargets targets = new MountTargets();

  @Override
  public String name() {
    return "file-system";
  }

  @Override
  public Slice find(Ground ground, String token) {
    var page =
        efs(ground)
            .describeFileSystems(r -> r.maxItems(PAGE).marker(token.isEmpty() ? null : token));
    Set<String> reached = page.fileSystems().isEmpty() ? Set.of() : reached(ground);
    return new Slice(
        page.fileSystems().stream()
            .map(FileSystems::sight)
            .filter(
                one ->
                    reached.contains(one.id())
                        || Marks.of(ground.cluster().name(), one.tags()).isPresent())
            .toList(),
        page.nextMarker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().flatMap(id -> look(ground, id)).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    efs(ground).deleteFileSystem(request -> request.fileSystemId(sight.id()));
  }

  private Set<String> reached(Ground ground) {
    Set<String> ids = new HashSet<>();
    String next = "";
    do {
      Slice slice = targets.find(ground, next);
      slice.sights().forEach(target -> ids.add(target.parent()));
      next = slice.next();
    } while (!next.isEmpty());
    return ids;
  }

  private static Stream<Sight> look(Ground ground, String id) {
    try {
      return efs(ground).describeFileSystems(r -> r.fileSystemId(id)).fileSystems().stream()
          .filter(one -> one.lifeCycleState() != LifeCycleState.DELETED)
          .map(FileSystems::sight);
    } catch (FileSystemNotFoundException e) {
      return Stream.of();
    }
  }

  private static Sight sight(FileSystemDescription system) {
    double gib = system.sizeInBytes() == null ? 0 : system.sizeInBytes().value() / GIB;
    return Sight.of(
            "file-system", system.fileSystemId(), Marks.map(system.tags(), Tag::key, Tag::value))
        .state(
            "%s, %.1f GiB".formatted(system.lifeCycleStateAsString(), gib),
            system.lifeCycleState() == LifeCycleState.DELETING)
        .costing(Prices.FILE_SYSTEM_GIB * gib);
  }

  private static EfsClient efs(Ground ground) {
    return ground.apis().efs(ground.cluster());
  }
}
