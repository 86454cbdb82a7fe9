package org.hubkeeper.workflows.runbook.bootstrap;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;

/** A plan while it is being written; details and messages with words are formats. */
final class Draft {

  final List<Change> changes = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  final List<String> notes = new ArrayList<>();

  void change(Verb verb, String target, String detail, Object... words) {
    changes.add(new Change(verb, target, text(detail, words)));
  }

  /** The plan must not be applied. */
  void block(String code, String message, Object... words) {
    findings.add(new Finding(code, true, text(message, words)));
  }

  void warn(String code, String message, Object... words) {
    findings.add(new Finding(code, false, text(message, words)));
  }

  /** What has no words may hold signs of percent. */
  private static String text(String format, Object... words) {
    return words.length == 0 ? format : String.format(format, words);
  }
}
