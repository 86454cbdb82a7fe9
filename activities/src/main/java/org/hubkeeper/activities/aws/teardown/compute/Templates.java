package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.network.Ec2Kind;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;

/** Launch templates: all are listed, since EC2 takes no filter for their ids. */
public final class Templates extends Ec2Kind {

  private static final String GONE = "InvalidLaunchTemplateId.NotFound";

  public Templates() {
    super("launch-template", "", "");
  }

  @Override
  public Slice find(Ground ground, String token) {
    Slice page = list(ground, List.of(), token);
    return new Slice(
        page.sights().stream()
            .filter(one -> Marks.names(ground.cluster().name(), one.tags()))
            .toList(),
        page.next());
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeLaunchTemplates(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(page.launchTemplates(), Templates::sight, page.nextToken());
  }

  /** One that is gone fails the call for all. */
  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    try {
      return ec2(ground)
          .describeLaunchTemplates(request -> request.launchTemplateIds(ids))
          .launchTemplates()
          .stream()
          .map(Templates::sight)
          .toList();
    } catch (Ec2Exception e) {
      if (!AwsFailures.code(e).startsWith(GONE)) {
        throw e;
      }
      return ids.size() == 1
          ? List.of()
          : ids.stream().flatMap(id -> look(ground, List.of(id)).stream()).toList();
    }
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteLaunchTemplate(request -> request.launchTemplateId(sight.id()));
  }

  private static Sight sight(LaunchTemplate template) {
    return Sight.of("launch-template", template.launchTemplateId(), tags(template.tags()))
        .named(template.launchTemplateName());
  }
}
