package org.hubkeeper.workflows.runbook.prune;

import java.time.Duration;
import java.time.Instant;
import org.hubkeeper.workflows.model.VolumeFact;
import org.hubkeeper.workflows.model.VolumeFact.Identity;

/** Makes volumes for tests: detached, old, of hub ds100 of cluster own, unless said otherwise. */
final class Vol {

  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final String id;
  private String state = "available";
  private int gib = 10;
  private Instant createdAt = NOW.minus(Duration.ofDays(400));
  private String cluster = "own";
  private String hub = "ds100";
  private Identity identity = Identity.CLAIM_TAGS;
  private String foreign = "";
  private Instant keepUntil = Instant.EPOCH;
  private String markedBy = "";
  private boolean named;

  private Vol(String id) {
    this.id = id;
  }

  static Vol vol(String id) {
    return new Vol(id);
  }

  Vol state(String value) {
    state = value;
    return this;
  }

  Vol gib(int value) {
    gib = value;
    return this;
  }

  Vol created(Instant value) {
    createdAt = value;
    return this;
  }

  Vol age(Duration value) {
    return created(NOW.minus(value));
  }

  Vol cluster(String value) {
    cluster = value;
    return this;
  }

  Vol hub(String value) {
    hub = value;
    return this;
  }

  Vol unidentified() {
    identity = Identity.NONE;
    cluster = "";
    hub = "";
    return this;
  }

  Vol foreign(String value) {
    foreign = value;
    return this;
  }

  Vol keepUntil(Instant value) {
    keepUntil = value;
    return this;
  }

  Vol markedBy(String value) {
    markedBy = value;
    return this;
  }

  Vol named() {
    named = true;
    return this;
  }

  VolumeFact fact() {
    return new VolumeFact(
        id,
        state,
        gib,
        "gp3",
        "us-west-2a",
        createdAt,
        cluster,
        hub,
        identity,
        foreign,
        keepUntil,
        markedBy.isEmpty() ? Instant.EPOCH : NOW,
        markedBy,
        "",
        state.equals("in-use") ? "i-1" : "",
        named,
        gib * 0.08);
  }

  /** The same volume in another state. */
  static VolumeFact with(VolumeFact v, String state, String markedBy, boolean named) {
    return new VolumeFact(
        v.id(),
        state,
        v.sizeGiB(),
        v.type(),
        v.zone(),
        v.createdAt(),
        v.cluster(),
        v.hub(),
        v.identity(),
        v.foreign(),
        v.keepUntil(),
        markedBy.isEmpty() ? Instant.EPOCH : NOW,
        markedBy,
        v.snapshot(),
        state.equals("in-use") ? "i-1" : "",
        named,
        v.monthlyUsd());
  }
}
