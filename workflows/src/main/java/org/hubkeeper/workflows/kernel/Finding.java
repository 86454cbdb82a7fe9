package org.hubkeeper.workflows.kernel;

/**
 * Something the inspection noticed.
 *
 * @param code stable, so that it can be searched for and waived
 * @param blocking the plan must not be applied while this holds
 * @param message what was seen, on which object
 * @param remedy what would cure it; may be empty
 * @param waived why a person lets it pass although it would block; empty when nobody does
 */
public record Finding(String code, boolean blocking, String message, String remedy, String waived) {

  public Finding {
    remedy = remedy == null ? "" : remedy;
    waived = waived == null ? "" : waived;
  }

  public Finding(String code, boolean blocking, String message) {
    this(code, blocking, message, "", "");
  }

  public Finding(String code, boolean blocking, String message, String remedy) {
    this(code, blocking, message, remedy, "");
  }

  /** The same, let pass by a person. */
  public Finding waived(String why) {
    return new Finding(code, false, message, remedy, why);
  }

  /** For people: what was seen, what would cure it, and who lets it pass. */
  public String text() {
    return message
        + (remedy.isEmpty() ? "" : "; remedy: " + remedy)
        + (waived.isEmpty() ? "" : "; waived: " + waived);
  }
}
