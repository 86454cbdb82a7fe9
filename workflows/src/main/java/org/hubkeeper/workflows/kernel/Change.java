package org.hubkeeper.workflows.kernel;

/**
 * One line of a plan, as the operator reads it before approving.
 *
 * @param detail what exactly; part of the plan's hash, so without times, ages and costs
 * @param info times, ages and costs; shown, but not part of the hash
 */
public record Change(Verb verb, String target, String detail, String info) {

  public Change {
    info = info == null ? "" : info;
  }

  public Change(Verb verb, String target, String detail) {
    this(verb, target, detail, "");
  }

  /** What happens to the target. */
  public enum Verb {
    CREATE,
    UPDATE,
    REPLACE,
    DELETE
  }

  /** The line that the hash covers. */
  String essence() {
    return verb + " " + target + " " + detail;
  }
}
