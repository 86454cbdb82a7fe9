package org.hubkeeper.workflows.kernel;

import java.time.Duration;

/**
 * How long a call may keep waiting before the operator is asked, how often it looks, and how long a
 * single attempt may take. The one table of time limits; figures are practice unless a source is
 * named.
 */
public enum Patience {
  /** Finds out whether something answers at all; no answer is an answer. */
  PROBE(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(20), 3),
  /** Reads for a plan, which can say what is wrong without an answer. */
  LOOK(Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(90), 5),
  /** Reads and small writes. procedures.md 0, T1, with room for throttling. */
  API(Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofMinutes(2)),
  /** Control planes, node pools, volumes. */
  CLOUD(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(10)),
  /** A control plane takes 10 to 20 minutes; eksctl waits 25 for each part. */
  CLUSTER(Duration.ofMinutes(90), Duration.ofMinutes(1), Duration.ofMinutes(5)),
  /** Three runs of an installer with a limit of ten minutes, procedures.md 2.15. */
  HELM(Duration.ofMinutes(40), Duration.ofMinutes(1), Duration.ofMinutes(12)),
  /** Things that vanish one by one: the limit is time without change. */
  SHRINKING(Duration.ofMinutes(20), Duration.ofSeconds(30), Duration.ofMinutes(2)),
  /** Pods that go one by one as budgets let them; Gardener waits two hours for a drain. */
  DRAIN(Duration.ofHours(2), Duration.ofSeconds(15), Duration.ofMinutes(2)),
  /** Until the next daily word about people who are waited for. */
  DAY(Duration.ofDays(1), Duration.ofMinutes(10), Duration.ofMinutes(2)),
  /** Another run has a part of the cluster. */
  LOCK(Duration.ofDays(30), Duration.ofSeconds(30), Duration.ofMinutes(1)),
  /** Waiting for people to finish their work. */
  USERS(Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofMinutes(2));

  final Duration total;
  final Duration longestPause;
  final Duration attempt;

  final int attempts;

  Patience(Duration total, Duration longestPause, Duration attempt) {
    this(total, longestPause, attempt, 0);
  }

  /** With at most so many attempts; 0 means as many as the time allows. */
  Patience(Duration total, Duration longestPause, Duration attempt, int attempts) {
    this.attempts = attempts;
    this.total = total;
    this.longestPause = longestPause;
    this.attempt = attempt;
  }
}
