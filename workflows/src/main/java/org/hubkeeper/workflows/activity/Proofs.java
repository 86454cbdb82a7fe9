package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** Shows that what was installed works, from outside, as somebody would who uses it. */
@ActivityInterface(namePrefix = "Proofs.")
public interface Proofs {

  /**
   * Returns what was seen, as one line; NOT_READY while it may still come, REJECTED when it can't.
   *
   * @param facts see {@link Component}; and {@code loadBalancer}, and {@code emptyPools}: the node
   *     groups that may have no node, with spaces
   */
  String prove(
      ClusterRef cluster, Component component, Component.Proof proof, Map<String, String> facts);
}
