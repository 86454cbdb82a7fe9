package org.hubkeeper.rehearsal.command;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.KeptWorld;
import org.hubkeeper.rehearsal.world.SceneChange;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldAddress;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec.Kubernetes;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.starter.CommandFailure;

/**
 * The world that a rehearsal takes place in: one of its own that ends with it, or the kept one.
 *
 * @param kept whether the world goes on afterwards
 */
record Stage(WorldAddress address, boolean kept, Runnable end) implements AutoCloseable {

  /** Finds or starts the world that was asked for. */
  static Stage enter(RehearsalRequest request, boolean keep, Cache cache, Narrator narrator) {
    KeptWorld keptWorld = new KeptWorld(cache);
    Optional<WorldAddress> found = keptWorld.find();
    if (found.isPresent() && found.get().fits(request.plan())) {
      return again(found.get(), request, narrator);
    }
    if (found.isPresent() && keep) {
      throw CommandFailure.usage(
          "--keep: a world of %s from another fleet file or cluster is kept already; "
                  .formatted(found.get().cluster())
              + "end it with `hubkeeper rehearse stop`");
    }
    Tools tools =
        Tools.provide(request.plan().spec().kubernetes() != Kubernetes.NONE, cache, narrator);
    narrator.say("Starting the simulated world …");
    return keep
        ? new Stage(keptWorld.start(request.plan(), tools, narrator), true, () -> {})
        : own(request.plan(), tools, new Worlds(cache), narrator);
  }

  private static Stage again(WorldAddress world, RehearsalRequest request, Narrator narrator) {
    String wanted = request.plan().scenario();
    if (!request.scenarioAsked() || wanted.equals(world.scenario())) {
      narrator.say("Using the kept world as it is (scenario %s).", world.scenario());
      return new Stage(world, true, () -> {});
    }
    narrator.say("Setting up scenario %s in the kept world …", wanted);
    return new Stage(
        narrator.during("setting up " + wanted, () -> SceneChange.in(world, request.plan())),
        true,
        () -> {});
  }

  private static Stage own(WorldPlan plan, Tools tools, Worlds worlds, Narrator narrator) {
    Worlds.Held held = worlds.fresh();
    // When this fails, the directory stays for whoever reads the logs; the next rehearsal sweeps
    // it.
    World world = World.start(plan, tools, held.directory(), narrator);
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            world.close();
            held.close();
          }
        };
    Runnable interrupted =
        () -> {
          if (!ended.get()) {
            narrator.say("Interrupted; the simulated world ends now, and the run with it.");
            end.run();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(interrupted, "end of the world"));
    return new Stage(world.address(), false, end);
  }

  @Override
  public void close() {
    end.run();
  }
}
