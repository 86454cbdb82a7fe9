package org.hubkeeper.rehearsal.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Json;

/** The process that keeps a world: it starts it, revives its parts, and ends it by SIGTERM. */
public final class Keeper {

  /** What tells it to go on without whoever started it. */
  static final int STAY = '!';

  private Keeper() {}

  /** What to keep. */
  record Order(WorldPlan plan, Tools tools, Cache cache) {

    void write(Path file) {
      try {
        Json.MAPPER.writeValue(file.toFile(), this);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }

    static Order read(Path file) {
      try {
        return Json.MAPPER.readValue(file.toFile(), Order.class);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }

  /** Keeps the world of an order, a file. */
  public static void main(String[] args) throws InterruptedException {
    Order order = Order.read(Path.of(args[0]));
    Narrator narrator = new Narrator(System.out);
    try {
      Worlds.Held held = new Worlds(order.cache()).fresh();
      World world = World.start(order.plan(), order.tools(), held.directory(), narrator);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    world.close();
                    held.close();
                  }));
      new KeptWorld(order.cache()).remember(held.directory());
    } catch (CommandFailure e) {
      narrator.say("%s", e.getMessage());
      System.exit(1);
    }
    awaitPermission();
    new CountDownLatch(1).await();
  }

  /** Whoever started the world may die before it is told where it is: then nobody wants it. */
  private static void awaitPermission() {
    try {
      if (System.in.read() != STAY) {
        System.exit(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input", e);
    }
  }
}
