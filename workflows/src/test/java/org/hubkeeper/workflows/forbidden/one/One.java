package org.hubkeeper.workflows.forbidden.one;

import org.hubkeeper.workflows.forbidden.two.Two;

/** A runbook that knows another. */
public final class One {

  private One() {}

  static Class<?> other() {
    return Two.class;
  }
}
