package org.hubkeeper.activities.aws.teardown.storage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Tagged;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Image repositories with a tag of the cluster; with their images. */
public final class Repositories implements Kind {

  private static final String RESOURCE = "repository/";

  @Override
  public String name() {
    return "repository";
  }

  @Override
  public Slice find(Ground ground, String token) {
    Map<String, Sight> found = new LinkedHashMap<>();
    Tagged.of(ground, "ecr:repository").forEach((arn, tags) -> found.put(arn, sight(arn, tags)));
    named(ground).filter(arn -> !found.containsKey(arn)).toList().stream()
        .map(arn -> looked(ground, arn))
        .filter(one -> Marks.names(ground.cluster().name(), one.tags()))
        .forEach(one -> found.put(one.id(), one));
    return Slice.last(List.copyOf(found.values()));
  }

  /** What was tagged a moment ago is not told by its tags yet. */
  private static Stream<String> named(Ground ground) {
    return ecr(ground).describeRepositoriesPaginator().repositories().stream()
        .filter(one -> one.repositoryName().contains(ground.cluster().name()))
        .map(Repository::repositoryArn);
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().filter(id -> exists(ground, id)).map(id -> looked(ground, id)).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    ecr(ground).deleteRepository(request -> request.repositoryName(sight.name()).force(true));
  }

  private static boolean exists(Ground ground, String arn) {
    try {
      return ecr(ground)
          .describeRepositories(request -> request.repositoryNames(nameIn(arn)))
          .hasRepositories();
    } catch (RepositoryNotFoundException e) {
      return false;
    }
  }

  private static Sight looked(Ground ground, String arn) {
    return sight(
        arn,
        Marks.map(
            ecr(ground).listTagsForResource(request -> request.resourceArn(arn)).tags(),
            Tag::key,
            Tag::value));
  }

  private static String nameIn(String arn) {
    return arn.substring(arn.indexOf(RESOURCE) + RESOURCE.length());
  }

  private static Sight sight(String arn, Map<String, String> tags) {
    return Sight.of("repository", arn, tags).named(nameIn(arn));
  }

  private static EcrClient ecr(Ground ground) {
    return ground.apis().ecr(ground.cluster());
  }
}
