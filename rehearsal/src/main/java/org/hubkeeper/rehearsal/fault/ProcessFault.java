package org.hubkeeper.rehearsal.fault;

import java.util.List;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/**
 * A process that dies once by SIGKILL, while the first step runs whose name begins so.
 *
 * @param step beginning of the step's name
 */
public record ProcessFault(String text, String kind, String step) implements Fault {

  private static final String KILL = "kill-";

  /** Which processes can die. */
  public static final List<String> KINDS = List.of(KILL + "worker", KILL + "temporal");

  static ProcessFault parse(String text) {
    String kind = text.substring(0, text.indexOf('@'));
    String step = text.substring(text.indexOf('@') + 1);
    if (!KINDS.contains(kind)) {
      throw Fault.refusal(
          text,
          "kind " + CallFault.quoted(kind),
          CallFault.known(KINDS) + "; for calls " + String.join(", ", CallFault.KINDS));
    }
    if (step.isBlank()) {
      throw Fault.refusal(text, "step", "empty; give the beginning of a step's name");
    }
    return new ProcessFault(text, kind, step);
  }

  /** Name of the process in the world. */
  public String process() {
    return kind.substring(KILL.length());
  }

  /** Whether the step has come: it runs, or was over before anybody could look. */
  boolean due(Report report) {
    return report.steps().stream()
        .anyMatch(
            candidate ->
                candidate.name().startsWith(step) && candidate.state() != Step.State.PENDING);
  }
}
