package org.hubkeeper.workflows.testing;

import java.util.List;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.UpgradePolicy;

/** Fleet entries for tests. */
public final class Slices {

  private Slices() {}

  public static ClusterRef ref(String name, String environment) {
    return new ClusterRef(name, environment, "aws", "123456789012", "us-west-2", "aws", "uid");
  }

  /** A test cluster whose changes one person, anybody, approves. */
  public static ClusterSlice test(String name) {
    return slice(ref(name, "test"), List.of(), List.of());
  }

  public static ClusterSlice slice(
      ClusterRef ref, List<ClusterRef> neighbours, List<Approvals.Rule> rules) {
    return new ClusterSlice(
        ref,
        List.of(new ClusterSlice.Hub("ds100", "ds100"), new ClusterSlice.Hub("bio", "bio-ns")),
        neighbours,
        new Approvals(
            rules,
            List.of(
                new Approvals.Person("alex", List.of("operator")),
                new Approvals.Person("sam", List.of("operator", "owner")),
                new Approvals.Person("kim", List.of("owner")))),
        List.of("hub-admins@example.edu"),
        "America/Los_Angeles",
        List.of(),
        List.of(),
        UpgradePolicy.DEFAULT,
        "",
        "abc123");
  }
}
