package org.hubkeeper.activities;

/** The run has given this attempt of an activity up, so the attempt must change nothing more. */
public final class OutlivedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With the one message that it can have. */
  public OutlivedException() {
    super("the run has given this attempt up; nothing more is changed by it");
  }
}
