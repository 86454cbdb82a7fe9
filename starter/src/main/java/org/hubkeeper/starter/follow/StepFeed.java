package org.hubkeeper.starter.follow;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** Tells which steps have ended since it was last asked, so that each is printed once. */
final class StepFeed {

  private record Key(String name, Instant startedAt) {}

  private final Set<Key> told = new HashSet<>();

  List<Step> ended(Report report) {
    return report.steps().stream()
        .filter(step -> !step.open() && step.state() != Step.State.PENDING)
        .filter(step -> told.add(new Key(step.name(), step.startedAt())))
        .toList();
  }
}
