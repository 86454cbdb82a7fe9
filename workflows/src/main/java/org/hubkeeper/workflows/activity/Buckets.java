package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component.Bucket;

/** Private buckets for backups. */
@ActivityInterface(namePrefix = "Buckets.")
public interface Buckets {

  /** A bucket as it is; {@code closed}: encrypted and without public access. */
  record BucketFact(boolean exists, boolean ours, String region, boolean closed) {}

  /** Looks; one of another account is FORBIDDEN. */
  BucketFact inspect(ClusterRef cluster, Bucket bucket);

  /** Returns once the bucket exists, is ours, encrypted and closed to the public. */
  void ensure(ClusterRef cluster, Bucket bucket);
}
