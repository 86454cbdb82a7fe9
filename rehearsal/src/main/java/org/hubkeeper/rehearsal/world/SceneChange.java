package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.tools.Together;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;

/** Sets up another scenario in a running world. */
public final class SceneChange {

  private SceneChange() {}

  /** Empties the simulated clouds, keeps the history of runs, and sets the scenario up. */
  public static WorldAddress in(WorldAddress world, WorldPlan plan) {
    make(world, plan);
    WorldAddress changed = world.showing(plan.scenario());
    changed.write(world.file(World.ADDRESS));
    return changed;
  }

  /** The same, but tells what was made; see the simulator's README. */
  public static JsonNode make(WorldAddress world, WorldPlan plan) {
    SimulatedAws aws = new SimulatedAws(world.aws());
    Map<String, ControlPlane> planes = world.controlPlanes();
    aws.reset();
    Together.run(List.copyOf(planes.values()), SceneChange::clear);
    new Foundation(plan, aws, planes, WorkerKey.read(world.file(""))).lay();
    return plan.start().addTo(aws, planes);
  }

  private static void clear(ControlPlane plane) {
    try (AdminOfCluster admin = new AdminOfCluster(plane)) {
      admin.deleteVolumes();
    }
  }
}
