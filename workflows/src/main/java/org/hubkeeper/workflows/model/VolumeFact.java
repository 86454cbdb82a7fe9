package org.hubkeeper.workflows.model;

import java.time.Instant;

/**
 * What a cloud says of one volume, without names of people: claims of user homes carry user names,
 * so no claim name leaves the activity.
 *
 * @param cluster cluster that the volume belongs to, empty when nothing tells
 * @param hub hub or namespace that the volume belonged to, empty when nothing tells
 * @param foreign why the volume is none of ours, empty when nothing says so
 * @param keepUntil somebody asked to keep it until then; {@link Instant#EPOCH} when nobody did
 * @param markedAt when a run marked it as a candidate; {@link Instant#EPOCH} when none did
 * @param markedBy workflow id of that run
 * @param snapshot a completed snapshot of this volume that an earlier decision made, or empty
 * @param attachedTo instance that it is attached to, or empty
 * @param named whether it has a readable name already
 * @param monthlyUsd list price of keeping it for a month
 */
public record VolumeFact(
    String id,
    String state,
    int sizeGiB,
    String type,
    String zone,
    Instant createdAt,
    String cluster,
    String hub,
    Identity identity,
    String foreign,
    Instant keepUntil,
    Instant markedAt,
    String markedBy,
    String snapshot,
    String attachedTo,
    boolean named,
    double monthlyUsd) {

  /** How the owner of a volume was found out, from certain to not at all. */
  public enum Identity {
    /** Tags that Hubkeeper wrote. */
    TAGS("certain"),
    /** Tags that the storage driver wrote for the claim. */
    CLAIM_TAGS("high"),
    /** Tags of a snapshot of the volume. */
    SNAPSHOT("medium"),
    /** Only the form of its name. */
    NAME("low"),
    NONE("unidentified");

    private final String confidence;

    Identity(String confidence) {
      this.confidence = confidence;
    }

    /** How sure the identification is, in a word for people. */
    public String confidence() {
      return confidence;
    }
  }
}
