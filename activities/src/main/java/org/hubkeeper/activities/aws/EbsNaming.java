package org.hubkeeper.activities.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Gives volumes of living hubs names and tags by which people know them. */
final class EbsNaming {

  private final VolumeSight sight;
  private final Tagging tagging;

  EbsNaming(Ec2Client ec2) {
    this.sight = new VolumeSight(ec2);
    this.tagging = new Tagging(ec2);
  }

  List<Outcome> ensure(List<Naming> namings) {
    Map<String, SeenVolume> seen = sight.look(namings.stream().map(Naming::volume).toList());
    List<Outcome> outcomes = new ArrayList<>();
    Map<List<Tag>, List<String>> missing = new LinkedHashMap<>();
    for (Naming naming : namings) {
      Outcome outcome = compare(naming, seen.get(naming.volume()));
      outcomes.add(outcome);
      if (outcome.result() == Result.DONE) {
        List<Tag> tags = tags(naming, seen.get(naming.volume()));
        missing.computeIfAbsent(tags, key -> new ArrayList<>()).add(naming.volume());
      }
    }
    missing.forEach((tags, volumes) -> tagging.add(volumes, tags));
    return outcomes;
  }

  private static Outcome compare(Naming naming, SeenVolume seen) {
    String id = naming.volume();
    if (seen == null || seen.vanishing()) {
      return new Outcome(id, Result.ALREADY, "it no longer exists");
    }
    String foreign = ForeignMarks.in(seen.tags());
    if (!foreign.isEmpty()) {
      return new Outcome(id, Result.KEPT, foreign);
    }
    boolean set =
        tags(naming, seen).stream().allMatch(tag -> tag.value().equals(seen.tags().get(tag.key())));
    return new Outcome(id, set ? Result.ALREADY : Result.DONE, "");
  }

  /** A name that a person gave is left as it is. */
  private static List<Tag> tags(Naming naming, SeenVolume seen) {
    List<Tag> tags = new ArrayList<>();
    tags.add(VolumeTags.tag(VolumeTags.CLUSTER, naming.cluster()));
    tags.add(VolumeTags.tag(VolumeTags.HUB, naming.hub()));
    if (!seen.hasName()) {
      tags.add(VolumeTags.tag(VolumeTags.NAME, naming.cluster() + " " + naming.hub()));
    }
    return tags;
  }
}
