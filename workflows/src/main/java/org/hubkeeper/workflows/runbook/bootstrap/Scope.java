package org.hubkeeper.workflows.runbook.bootstrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.Component;

/** Which parts of a blueprint a run is about. */
final class Scope {

  /** The cluster itself, before its components. */
  static final String CLUSTER = "00-cluster";

  private final Blueprint blueprint;
  private final Set<String> only;

  private Scope(Blueprint blueprint, Set<String> only) {
    this.blueprint = blueprint;
    this.only = only;
  }

  /** Of the names that the operator gave, with commas between; none for everything. */
  static Scope of(Blueprint blueprint, String only) {
    List<String> known = new ArrayList<>(List.of(CLUSTER));
    blueprint.components().forEach(component -> known.add(component.name()));
    Set<String> names = new LinkedHashSet<>();
    for (String name : Arrays.stream(only.split(",")).map(String::strip).toList()) {
      if (!name.isEmpty() && !known.contains(name)) {
        throw Input.wrong("only", "there is no component " + name + Input.suggestion(name, known));
      }
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new Scope(blueprint, names);
  }

  /** Whether the operator named parts. */
  boolean named() {
    return !only.isEmpty();
  }

  boolean cluster() {
    return only.isEmpty() || only.contains(CLUSTER);
  }

  /** Asked for, in the order in which they are installed; some may not be needed. */
  List<Component> asked() {
    return blueprint.components().stream()
        .filter(component -> only.isEmpty() || only.contains(component.name()))
        .toList();
  }

  /** Asked for and needed. */
  List<Component> components() {
    return asked().stream().filter(component -> needless(component).isEmpty()).toList();
  }

  /** Those, and what they need, whose state must be known too. */
  List<Component> looked() {
    Set<String> names = new LinkedHashSet<>();
    components()
        .forEach(
            component -> {
              names.add(component.name());
              names.addAll(component.needs());
            });
    return blueprint.components().stream()
        .filter(component -> names.contains(component.name()) && needless(component).isEmpty())
        .toList();
  }

  /** Why the cluster does not need a component; empty when it does. */
  Optional<String> needless(Component component) {
    boolean gpu = component.onlyIf().equals("gpu") && !blueprint.definition().gpu();
    return gpu ? Optional.of("no node group has GPUs") : Optional.empty();
  }

  /** The parts of the cluster that a run may change. */
  String[] locks() {
    List<String> parts = new ArrayList<>(List.of("components"));
    if (cluster()) {
      parts.addAll(List.of("control-plane", "volumes"));
      blueprint.definition().nodeGroups().forEach(group -> parts.add("pool/" + group.name()));
    }
    return parts.toArray(String[]::new);
  }
}
