package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import org.hubkeeper.workflows.model.ClusterRef;

/** Keys that data is encrypted with: they can't be deleted, only given a date. */
@ActivityInterface(namePrefix = "EncryptionKeys.")
public interface EncryptionKeys {

  /** The least that KMS takes, in days. */
  int LEAST_DAYS = 7;

  /**
   * A key as it is.
   *
   * @param state the provider's word; empty when it is gone
   * @param endsAt when it will be deleted; {@link Instant#EPOCH} when nothing is scheduled
   */
  record KeyFact(String key, String state, Instant endsAt) {}

  /** Looks. */
  KeyFact inspect(ClusterRef cluster, String key);

  /** Returns once the key's end is scheduled; one that is scheduled already keeps its date. */
  KeyFact ensureScheduled(ClusterRef cluster, String key, int days);

  /** Returns once no end is scheduled and the key is as it was before. */
  KeyFact ensureCancelled(ClusterRef cluster, String key);
}
