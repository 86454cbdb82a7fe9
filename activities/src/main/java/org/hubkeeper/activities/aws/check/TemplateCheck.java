package org.hubkeeper.activities.aws.check;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.check.UpgradeCheck.Doubled;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;

/** Whether somebody has changed a group's launch template and not yet let the group have it. */
final class TemplateCheck {

  private final Ec2Client ec2;
  private final Asking asking;

  TemplateCheck(Ec2Client ec2, Asking asking) {
    this.ec2 = ec2;
    this.asking = asking;
  }

  void check(List<Doubled> doubled) {
    List<Doubled> templated =
        doubled.stream().filter(one -> one.group().launchTemplate() != null).toList();
    if (!templated.isEmpty()) {
      asking.ask("launch templates", "ec2:DescribeLaunchTemplates", () -> newer(templated));
    }
  }

  private void newer(List<Doubled> templated) {
    List<String> ids =
        templated.stream().map(one -> one.group().launchTemplate().id()).distinct().toList();
    Map<String, LaunchTemplate> templates =
        ec2
            .describeLaunchTemplatesPaginator(r -> r.launchTemplateIds(ids))
            .launchTemplates()
            .stream()
            .collect(Collectors.toMap(LaunchTemplate::launchTemplateId, one -> one));
    for (Doubled one : templated) {
      LaunchTemplate template = templates.get(one.group().launchTemplate().id());
      String used = one.group().launchTemplate().version();
      if (template != null
          && used != null
          && used.matches("\\d+")
          && template.latestVersionNumber() > Long.parseLong(used)) {
        asking.advise(
            "NEW_TEMPLATE",
            "node group %s uses version %s of launch template %s, which has a version %d by now; the"
                + " copy keeps version %s",
            one.name(),
            used,
            template.launchTemplateName(),
            template.latestVersionNumber(),
            used);
      }
    }
  }
}
