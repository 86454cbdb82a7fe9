package org.hubkeeper.activities.aws;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.activities.Run;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.VolumeFact;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Amazon EBS volumes.
 *
 * <p>Each method looks first and acts at most once on each volume. No name of a claim leaves it:
 * claims of homes carry user names.
 */
public final class EbsVolumes implements Volumes {

  private final Function<ClusterRef, Ec2Client> clients;
  private final Supplier<String> run;
  private final InstantSource time;

  /** Takes a function because each account and region has a client of its own. */
  public EbsVolumes(Function<ClusterRef, Ec2Client> clients) {
    this(clients, Run::id, InstantSource.system());
  }

  EbsVolumes(Function<ClusterRef, Ec2Client> clients, Supplier<String> run, InstantSource time) {
    this.clients = clients;
    this.run = run;
    this.time = time;
  }

  @Override
  public Page listDetached(ClusterRef cluster, String token) {
    VolumeSight.Seen page = sight(cluster).detached(token);
    return new Page(page.volumes().stream().map(SeenVolume::fact).toList(), page.next());
  }

  @Override
  public List<VolumeFact> look(ClusterRef cluster, List<String> volumes) {
    return sight(cluster).look(volumes).values().stream().map(SeenVolume::fact).toList();
  }

  @Override
  public List<Outcome> ensureMarked(
      ClusterRef cluster, List<String> volumes, String date, String reason) {
    Tagging tagging = new Tagging(clients.apply(cluster));
    CandidateMark mark = new CandidateMark(run.get(), date, reason);
    List<Outcome> outcomes = new ArrayList<>();
    List<String> unmarked = new ArrayList<>();
    Map<String, SeenVolume> seen = sight(cluster).look(volumes);
    for (String id : volumes) {
      Outcome outcome = mark.compare(id, seen.get(id), time.instant());
      outcomes.add(outcome);
      if (outcome.result() == Result.DONE) {
        unmarked.add(id);
      }
    }
    tagging.add(unmarked, mark.tags());
    return outcomes;
  }

  @Override
  public List<Outcome> ensureUnmarked(ClusterRef cluster, List<String> volumes) {
    Tagging tagging = new Tagging(clients.apply(cluster));
    Map<String, SeenVolume> seen = sight(cluster).look(volumes);
    List<String> marked =
        volumes.stream()
            .filter(id -> seen.containsKey(id) && seen.get(id).markedBy(run.get()))
            .toList();
    tagging.remove(marked, CandidateMark.removal(run.get()));
    return volumes.stream()
        .map(id -> new Outcome(id, marked.contains(id) ? Result.DONE : Result.ALREADY, ""))
        .toList();
  }

  @Override
  public List<Outcome> ensureSnapshots(ClusterRef cluster, List<String> volumes) {
    Ec2Client ec2 = clients.apply(cluster);
    return new EbsSnapshots(ec2, run.get(), time).ensure(volumes);
  }

  @Override
  public List<Outcome> ensureAbsent(ClusterRef cluster, List<String> volumes, boolean snapshots) {
    Ec2Client ec2 = clients.apply(cluster);
    return new EbsDeletion(ec2, run.get(), snapshots, time).ensure(volumes);
  }

  @Override
  public List<Outcome> ensureNamed(ClusterRef cluster, List<Naming> volumes) {
    Ec2Client ec2 = clients.apply(cluster);
    return new EbsNaming(ec2).ensure(volumes);
  }

  private VolumeSight sight(ClusterRef cluster) {
    return new VolumeSight(clients.apply(cluster));
  }
}
