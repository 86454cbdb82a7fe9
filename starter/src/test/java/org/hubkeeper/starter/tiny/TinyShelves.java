package org.hubkeeper.starter.tiny;

import java.util.concurrent.atomic.AtomicInteger;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Report;

/** Shelves that can be held by somebody, or break. */
public final class TinyShelves implements Tiny.Shelves, Archive {

  public static final Blocker READER = Blocker.of("shelf 1", "a reader", "wait for closing time");

  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean held;

  public void refuse(int times) {
    refusals.set(times);
  }

  public void hold(boolean now) {
    held = now;
  }

  @Override
  public int look(String cluster) {
    return cluster.equals("clean") ? 0 : 2;
  }

  @Override
  public void dust(String cluster) {
    if (held) {
      throw Failures.notReady(READER);
    }
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw Failures.of(FailureKind.REJECTED, "the duster is broken", null);
    }
  }

  @Override
  public String store(Report report) {
    return "nowhere";
  }
}
