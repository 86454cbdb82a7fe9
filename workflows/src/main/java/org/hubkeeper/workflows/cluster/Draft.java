package org.hubkeeper.workflows.cluster;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;

/** A plan while it is being written; details and messages with words are formats. */
public final class Draft {

  public final List<Change> changes = new ArrayList<>();
  public final List<Finding> findings = new ArrayList<>();
  public final List<String> notes = new ArrayList<>();

  /** Something that the run will do. */
  public void change(Verb verb, String target, String detail, Object... words) {
    changes.add(new Change(verb, target, text(detail, words)));
  }

  /** The plan must not be applied. */
  public void block(String code, String message, Object... words) {
    findings.add(new Finding(code, true, text(message, words)));
  }

  /** The approver should know. */
  public void warn(String code, String message, Object... words) {
    findings.add(new Finding(code, false, text(message, words)));
  }

  /** What has no words may hold signs of percent. */
  private static String text(String format, Object... words) {
    return words.length == 0 ? format : String.format(format, words);
  }
}
