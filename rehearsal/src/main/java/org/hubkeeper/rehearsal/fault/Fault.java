package org.hubkeeper.rehearsal.fault;

import java.util.List;
import org.hubkeeper.starter.CommandFailure;

/**
 * A fault as people write it: {@code KIND:SERVICE:OPERATION[:COUNT|:RATE%]} for calls and {@code
 * KIND@STEP} for processes.
 */
public sealed interface Fault permits CallFault, ProcessFault {

  /** As it was written. */
  String text();

  /**
   * Reads a fault; a part that can't be meant is named, with what is known.
   *
   * @param services services that the world simulates
   */
  static Fault parse(String text, List<String> services) {
    return text.contains("@") ? ProcessFault.parse(text) : CallFault.parse(text, services);
  }

  /** A refusal that names the part. */
  static CommandFailure refusal(String text, String part, String remedy) {
    return CommandFailure.usage("--fault %s: %s: %s".formatted(text, part, remedy));
  }
}
