package org.hubkeeper.activities.aws.teardown;

import java.util.List;
import java.util.Set;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.teardown.names.Parking;
import org.hubkeeper.workflows.activity.Removal;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;

/** Removal from an AWS account, kind by kind. */
public final class AwsRemoval implements Removal {

  private final AwsApis apis;

  public AwsRemoval(AwsApis apis) {
    this.apis = apis;
  }

  @Override
  public List<Outcome> ensureAbsent(
      ClusterRef cluster, Site site, String kind, List<String> ids, List<String> unguarded) {
    Kind one = Kinds.of(kind);
    Batch batch = new Batch(new Ground(cluster, apis, site), one, Set.copyOf(unguarded));
    List<Batch.Outcome> all = batch.remove(ids);
    List<Outcome> ended =
        all.stream()
            .filter(outcome -> outcome.result() != Batch.Result.LEAVING)
            .map(AwsRemoval::outcome)
            .toList();
    if (ended.isEmpty() && !all.isEmpty()) {
      throw wait(one, all, ids);
    }
    return ended;
  }

  @Override
  public void ensureParked(ClusterRef cluster, Site site, String record, String target) {
    new Parking(new Ground(cluster, apis, site)).ensure(record, target);
  }

  @Override
  public List<Outcome> ensureKept(ClusterRef cluster, List<Keepsake> volumes) {
    return new Keepsakes(apis.ec2(cluster), cluster).ensure(volumes);
  }

  private static RuntimeException wait(Kind kind, List<Batch.Outcome> all, List<String> ids) {
    // One that something holds is what people have to know of, before one that is on its way.
    Batch.Outcome first =
        all.stream().filter(outcome -> !outcome.leaving()).findFirst().orElse(all.get(0));
    return kind.slow() && first.leaving()
        ? Failures.notReady(first.blocker())
        : Failures.notReady(first.blocker(), ids);
  }

  private static Outcome outcome(Batch.Outcome outcome) {
    return new Outcome(
        outcome.id(),
        outcome.result() == Batch.Result.GONE ? Result.GONE : Result.KEPT,
        outcome.note());
  }
}
