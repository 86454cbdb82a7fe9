package org.hubkeeper.rehearsal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.hubkeeper.rehearsal.fault.CallFault;
import org.hubkeeper.rehearsal.fault.Fault;
import org.hubkeeper.rehearsal.fault.ProcessFault;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/**
 * What a rehearsal was asked for, checked before anything is started.
 *
 * @param scenarioAsked whether a scenario was named, which another world then must show
 */
record RehearsalRequest(
    RunbookInfo runbook,
    WorldPlan plan,
    boolean scenarioAsked,
    ObjectNode input,
    List<CallFault> callFaults,
    List<ProcessFault> processFaults) {

  /** What a fleet file is called among its files, whatever its own name is. */
  static final String FLEET = "fleet.yaml";

  /** What people typed; empty texts for what they did not. */
  record Typed(
      String runbook,
      String scenario,
      Path fleet,
      String cluster,
      List<String> settings,
      List<String> faults) {}

  static RehearsalRequest read(Typed typed, Context context) {
    RunbookInfo runbook = context.runbook(typed.runbook());
    WorldSpec spec = spec(runbook.name());
    String scenario = scenario(typed.scenario(), spec);
    List<Fault> faults =
        typed.faults().stream().map(text -> Fault.parse(text, spec.services())).toList();
    Sources files = fleet(typed, spec, context);
    WorldPlan plan = WorldPlan.of(spec, scenario, files.text(FLEET), files, cluster(typed, spec));
    return new RehearsalRequest(
        runbook,
        plan,
        !typed.scenario().isEmpty(),
        new RehearsalInput(runbook, context.user()).read(plan, typed.settings()),
        only(faults, CallFault.class),
        only(faults, ProcessFault.class));
  }

  private static WorldSpec spec(String runbook) {
    return WorldSpec.of(runbook)
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "%s can't be rehearsed yet; %s can"
                        .formatted(runbook, String.join(", ", WorldSpec.runbooks()))));
  }

  private static String scenario(String typed, WorldSpec spec) {
    if (typed.isEmpty()) {
      return spec.scenarios().get(0);
    }
    if (!spec.scenarios().contains(typed)) {
      throw CommandFailure.usage(
          "--scenario: no \"%s\"; %s has %s"
              .formatted(typed, spec.runbook(), String.join(", ", spec.scenarios())));
    }
    return typed;
  }

  /** The fleet file and the files that it names, by their paths relative to it. */
  private static Sources fleet(Typed typed, WorldSpec spec, Context context) {
    return typed.fleet() == null
        ? Sources.of("examples").below(spec.example())
        : FleetText.checked(typed.fleet(), context);
  }

  private static String cluster(Typed typed, WorldSpec spec) {
    if (typed.fleet() != null && typed.cluster().isEmpty()) {
      throw CommandFailure.usage("--cluster: required with --fleet; a cluster of that file");
    }
    return typed.cluster().isEmpty() ? spec.cluster() : typed.cluster();
  }

  private static <T extends Fault> List<T> only(List<Fault> faults, Class<T> type) {
    return faults.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
