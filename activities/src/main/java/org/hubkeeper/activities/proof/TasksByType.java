package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.Tasks;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** All types of tasks. */
public final class TasksByType implements Tasks {

  private final Function<ClusterRef, KubernetesClient> clients;
  private final Map<String, Doing> types;

  /** {@code files}: directory that paths in tasks start from. */
  public TasksByType(Function<ClusterRef, KubernetesClient> clients, Path files) {
    this.clients = clients;
    this.types =
        Map.of(
            "grafana-password", new GrafanaPassword(),
            "grafana-dashboards", new GrafanaDashboards(files));
  }

  @Override
  public boolean done(
      ClusterRef cluster, Component component, Component.Task task, Map<String, String> facts) {
    return type(component, task).done(asked(cluster, component, task, facts));
  }

  @Override
  public String ensure(
      ClusterRef cluster, Component component, Component.Task task, Map<String, String> facts) {
    return type(component, task).ensure(asked(cluster, component, task, facts));
  }

  private Asked asked(
      ClusterRef cluster, Component component, Component.Task task, Map<String, String> facts) {
    return Asked.of(cluster, clients.apply(cluster), component, task, facts);
  }

  private Doing type(Component component, Component.Task task) {
    Doing type = types.get(task.type());
    if (type == null) {
      throw Failures.of(
          FailureKind.REJECTED,
          "%s: nothing here knows the task %s; known: %s"
              .formatted(component.name(), task.type(), new TreeSet<>(types.keySet())),
          null);
    }
    return type;
  }
}
