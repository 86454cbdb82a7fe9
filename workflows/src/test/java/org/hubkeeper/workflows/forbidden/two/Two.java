package org.hubkeeper.workflows.forbidden.two;

/** The other runbook. */
public final class Two {

  private Two() {}
}
