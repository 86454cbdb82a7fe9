package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/** Namespaces of a cluster and why they don't go. */
@ActivityInterface(namePrefix = "Namespaces.")
public interface Namespaces {

  /** Most obstacles that are told of. */
  int TOLD = 50;

  /** What holds a namespace in {@code Terminating}, in the order in which it is safe to clear. */
  enum Cause {
    /** An API that nothing serves any more: the API server can't tell what is left of it. */
    DEAD_API,
    /** A webhook that nothing answers refuses every change. */
    DEAD_WEBHOOK,
    /** Objects that are being deleted by themselves; waiting helps. */
    CONTENT,
    /** A finalizer on an object; its controller has not cleared up yet, or is gone. */
    FINALIZER,
    /** The namespace's own finalizer. */
    OWN_FINALIZER
  }

  /**
   * One obstacle.
   *
   * @param object as {@code kind/namespace/name}; of objects of people kind and number only
   * @param finalizer of a finalizer its name, else empty
   * @param holder who would have to act, as {@code the AWS load balancer controller, which is gone}
   * @param leaks what may be left in the account if it is cleared by force; empty for nothing
   */
  record Obstacle(
      String namespace,
      Cause cause,
      String object,
      String finalizer,
      String holder,
      Instant since,
      String leaks) {}

  /**
   * Returns once the namespace is gone. Fails NOT_READY with the first obstacle as blocker and the
   * names of all as what remains.
   */
  void ensureAbsent(ClusterRef cluster, String namespace);

  /** What holds the namespace up; nothing when it is gone or just busy. */
  List<Obstacle> explain(ClusterRef cluster, String namespace);

  /**
   * Returns once the obstacle is out of the way, by force: a dead API or webhook is unregistered, a
   * finalizer removed from the object. Only what people have agreed to.
   */
  void ensureCleared(ClusterRef cluster, Obstacle obstacle);
}
