package org.hubkeeper.workflows.runbook.teardown;

import java.util.List;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.State;
import org.hubkeeper.workflows.model.Asset.Whose;

/** Things for tests. */
final class Assets {

  private Assets() {}

  static Asset own(String kind, String id, String... uses) {
    return new Asset(
        kind,
        id,
        id,
        Whose.OWN,
        "tag kubernetes.io/cluster/old=owned",
        "",
        List.of(uses),
        List.of(),
        new State("available", false, ""),
        "",
        "",
        0);
  }

  static Asset whose(Asset one, Whose whose, String evidence) {
    return new Asset(
        one.kind(),
        one.id(),
        one.name(),
        whose,
        evidence,
        one.parent(),
        one.uses(),
        one.heldBy(),
        one.state(),
        one.maker(),
        one.namespace(),
        one.monthlyUsd());
  }

  static Asset of(Asset one, String parent, String maker) {
    return new Asset(
        one.kind(),
        one.id(),
        one.name(),
        one.whose(),
        one.evidence(),
        parent,
        one.uses(),
        one.heldBy(),
        one.state(),
        maker,
        one.namespace(),
        one.monthlyUsd());
  }

  static Asset heldBy(Asset one, String... holders) {
    return new Asset(
        one.kind(),
        one.id(),
        one.name(),
        one.whose(),
        one.evidence(),
        one.parent(),
        one.uses(),
        List.of(holders),
        one.state(),
        one.maker(),
        one.namespace(),
        one.monthlyUsd());
  }

  static Asset state(Asset one, String word, boolean leaving, String guard) {
    return new Asset(
        one.kind(),
        one.id(),
        one.name(),
        one.whose(),
        one.evidence(),
        one.parent(),
        one.uses(),
        one.heldBy(),
        new State(word, leaving, guard),
        one.maker(),
        one.namespace(),
        one.monthlyUsd());
  }

  static Asset in(Asset one, String namespace, double usd) {
    return new Asset(
        one.kind(),
        one.id(),
        one.name(),
        one.whose(),
        one.evidence(),
        one.parent(),
        one.uses(),
        one.heldBy(),
        one.state(),
        one.maker(),
        namespace,
        usd);
  }
}
