package org.hubkeeper.starter.terminal;

/** Colours of a terminal, or none. */
public enum Colour {
  ON,
  OFF;

  public String red(String text) {
    return with("31", text);
  }

  public String green(String text) {
    return with("32", text);
  }

  public String yellow(String text) {
    return with("33", text);
  }

  public String cyan(String text) {
    return with("36", text);
  }

  public String bold(String text) {
    return with("1", text);
  }

  public String faint(String text) {
    return with("2", text);
  }

  private String with(String code, String text) {
    return this == OFF || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
