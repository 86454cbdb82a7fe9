package org.hubkeeper.rehearsal.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.EbsVolumes;
import org.hubkeeper.activities.aws.EksAccess;
import org.hubkeeper.activities.kubernetes.ClusterClients;
import org.hubkeeper.activities.kubernetes.KubernetesClaims;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.activity.Volumes;

/** Activities on volumes, in a world of three detached ones. */
final class SweptVolumes extends SweptActivities {

  private static final int ATTEMPTS = 12;

  private final List<String> ids = new ArrayList<>();
  private final Map<String, String> nameOf = new TreeMap<>();
  private ClusterClients kubernetes;

  SweptVolumes(RehearsalWorld world) {
    super(world.account(), first(world), ATTEMPTS);
  }

  /** Three volumes, two of them with a snapshot that somebody else has made. */
  @Override
  void seed() {
    account().reseed("10k", Map.of("count", 3));
    ids.clear();
    nameOf.clear();
    for (JsonNode volume : aws().state().path("volumes")) {
      ids.add(volume.path("id").asText());
      nameOf.put(volume.path("id").asText(), volume.path("tags").path("CSIVolumeName").asText());
    }
    forget();
  }

  @Override
  List<Object> implementations(AwsClients clients) {
    kubernetes =
        new ClusterClients(new EksAccess(clients)::apply, Network.of(Map.of(), Optional.empty()));
    return List.of(new EbsVolumes(clients::ec2), new KubernetesClaims(kubernetes));
  }

  Volumes volumes() {
    return on(Volumes.class);
  }

  Claims claims() {
    return on(Claims.class);
  }

  List<String> ids() {
    return List.copyOf(ids);
  }

  @Override
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    JsonNode now = aws().state();
    for (JsonNode volume : now.path("volumes")) {
      TreeSet<String> tags = new TreeSet<>();
      volume.path("tags").properties().forEach(t -> tags.add(t.getKey() + "=" + t.getValue()));
      String name = nameOf.get(volume.path("id").asText());
      state.put("volume " + name, volume.path("state").asText() + " " + tags);
    }
    for (JsonNode snapshot : now.path("snapshots")) {
      String name = nameOf.get(snapshot.path("volume").asText());
      state.merge("snapshots of " + name, snapshot.path("state").asText(), (a, b) -> a + " " + b);
    }
    return state;
  }

  /** What was done more than once though it can't be done twice without harm. */
  @Override
  Map<String, String> repeated() {
    Map<String, Integer> done = new TreeMap<>();
    aws().log(0, "worker", true).stream()
        .filter(request -> Integer.valueOf(200).equals(request.status()))
        .filter(r -> List.of("CreateSnapshot", "DeleteVolume").contains(r.operation()))
        .forEach(request -> done.merge(effect(request), 1, Integer::sum));
    done.values().removeIf(count -> count == 1);
    Map<String, String> told = new TreeMap<>();
    done.forEach((effect, count) -> told.put(effect, count + " times"));
    return told;
  }

  private static String effect(Request request) {
    return request.operation()
        + " "
        + request.resources().stream().sorted().reduce("", (a, b) -> b);
  }

  @Override
  public void close() {
    if (kubernetes != null) {
      kubernetes.close();
      kubernetes = null;
    }
    super.close();
  }
}
