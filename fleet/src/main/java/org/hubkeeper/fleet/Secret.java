package org.hubkeeper.fleet;

import com.fasterxml.jackson.annotation.JsonValue;

/** A secret's value on its way to where it is used. Never shows itself: printed it is "***". */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps a value, so that from here on it cannot be printed by accident. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself; called only where it leaves for the system that asks for it. */
  public String reveal() {
    return value;
  }

  /** What logs, messages and JSON show of it. */
  @JsonValue
  @Override
  public String toString() {
    return "***";
  }
}
