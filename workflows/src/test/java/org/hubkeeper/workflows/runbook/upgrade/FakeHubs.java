package org.hubkeeper.workflows.runbook.upgrade;

import java.util.List;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.model.ClusterRef;

/** The one hub of the cluster of a {@link FakeProvider}. */
final class FakeHubs implements Hubs {

  private final FakeProvider provider;
  volatile long failedSpawns = 1;

  FakeHubs(FakeProvider provider) {
    this.provider = provider;
  }

  @Override
  public List<HubFact> inspect(ClusterRef cluster) {
    return List.of(new HubFact("bio", true, "5.4.0", 2, 0, ""));
  }

  @Override
  public List<Spawns> spawns(ClusterRef cluster) {
    return List.of(new Spawns("bio", true, 10, failedSpawns));
  }

  @Override
  public String ensureAnnounced(ClusterRef cluster, String hub, String text) {
    provider.journal.write("announce in " + hub);
    return "announced";
  }

  @Override
  public void ensureNoAnnouncement(ClusterRef cluster, String hub) {
    provider.journal.write("silence in " + hub);
  }

  @Override
  public void ensureStopped(ClusterRef cluster, String hub, List<String> servers) {
    provider.journal.write("stop " + servers + " in " + hub);
    synchronized (provider) {
      provider.pools.get("user").users -= servers.size();
    }
  }

  @Override
  public String proveServer(ClusterRef cluster, String hub) {
    provider.journal.call("prove server of " + hub);
    return "a server of " + hub + " answered";
  }
}
