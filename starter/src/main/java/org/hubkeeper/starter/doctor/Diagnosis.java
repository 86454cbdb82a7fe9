package org.hubkeeper.starter.doctor;

/** What a check found, and what to do about it. */
public record Diagnosis(Level level, String subject, String message, String remedy) {

  /** How bad it is. */
  public enum Level {
    GOOD,
    NOTE,
    WARNING,
    BAD
  }

  static Diagnosis good(String subject, String message) {
    return new Diagnosis(Level.GOOD, subject, message, "");
  }

  static Diagnosis bad(String subject, String message, String remedy) {
    return new Diagnosis(Level.BAD, subject, message, remedy);
  }

  static Diagnosis warning(String subject, String message, String remedy) {
    return new Diagnosis(Level.WARNING, subject, message, remedy);
  }
}
