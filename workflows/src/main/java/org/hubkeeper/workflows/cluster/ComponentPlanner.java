package org.hubkeeper.workflows.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.hubkeeper.workflows.activity.Buckets.BucketFact;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.cluster.ClusterFacts.ComponentFact;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.Component;

/**
 * Decides what is to be done for one component. Pure.
 *
 * <ol>
 *   <li>Another chart's release of that name is never touched.
 *   <li>A release that an earlier run left in the middle is repaired.
 *   <li>What can't be read blocks, unless it can't because Hubkeeper gets its rights in this run.
 * </ol>
 */
public final class ComponentPlanner {

  /** Lines of a release's difference that people see. */
  private static final int SHOWN = 60;

  private final Component component;
  private final ComponentFact fact;
  private final ClusterFacts facts;
  private final Draft draft;

  /** Of a component that was looked at; what is to be done goes into the draft. */
  public ComponentPlanner(Component component, ClusterFacts facts, Draft draft) {
    this.component = component;
    this.fact = facts.components().get(component.name());
    this.facts = facts;
    this.draft = draft;
  }

  /** Writes into the draft what is to be done. */
  public void plan() {
    if (!fact.unreadable().isEmpty()) {
      block("COMPONENT_UNREADABLE", fact.unreadable());
      // At the end of a run, what can't be told must not count as well done.
      change(Verb.UPDATE, "can't be read: " + fact.unreadable());
      return;
    }
    fact.buckets().forEach(this::bucket);
    for (Identity identity : component.identities()) {
      if (!facts.controlPlane().identities().containsKey(identity.key())) {
        change(Verb.CREATE, "role for service account " + identity.key());
      }
    }
    for (String secret : fact.missingSecrets()) {
      change(Verb.CREATE, "Secret " + component.namespace() + "/" + secret);
    }
    release();
    for (String task : fact.openTasks()) {
      change(Verb.UPDATE, "task " + task);
    }
  }

  private void bucket(String name, BucketFact bucket) {
    if (!bucket.exists()) {
      change(Verb.CREATE, "private bucket " + name);
    } else if (!bucket.ours()) {
      block("BUCKET_NOT_OURS", "Hubkeeper did not make bucket " + name + "; choose another name");
    } else if (!bucket.closed()) {
      change(Verb.UPDATE, "close bucket " + name + " to the public and encrypt it");
    }
  }

  private void release() {
    ReleaseFact release = fact.release();
    String wanted =
        "release "
            + component.namespace()
            + "/"
            + component.release()
            + " from "
            + fact.chart().name()
            + " "
            + fact.chart().version()
            + " "
            + shortened(fact.chart().digest());
    switch (release.state()) {
      case SAME -> {}
      case ABSENT -> change(Verb.CREATE, wanted);
      case PENDING ->
          change(Verb.UPDATE, wanted + ", repair what an ended installer left " + release.status());
      case FAILED -> change(Verb.UPDATE, wanted + ", repair what failed: " + release.status());
      case DIFFERENT -> {
        change(
            Verb.UPDATE,
            wanted + ", now " + release.chart() + ", difference " + hash(release.difference()));
        difference(release.difference());
      }
      case FOREIGN ->
          block(
              "RELEASE_TAKEN",
              "release "
                  + component.namespace()
                  + "/"
                  + component.release()
                  + " belongs to chart "
                  + release.chart()
                  + "; choose another release name, its field release");
    }
  }

  private void difference(String text) {
    List<String> lines = text.lines().toList();
    draft.notes.add("difference of " + component.name() + ":");
    draft.notes.addAll(lines.stream().limit(SHOWN).map(line -> "  " + line).toList());
    if (lines.size() > SHOWN) {
      draft.notes.add("  … and " + (lines.size() - SHOWN) + " lines more");
    }
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min("sha256:".length() + 12, digest.length()));
  }

  /** What people see of the difference may be cut; what they approve is all of it. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(Verb verb, String detail) {
    draft.change(verb, component.name(), "%s", detail);
  }

  private void block(String code, String message) {
    draft.block(code, "%s: %s", component.name(), message);
  }
}
