package org.hubkeeper.starter;

/** Exit statuses; scripts rely on them. */
public final class Exit {

  public static final int DONE = 0;
  public static final int FAILED = 1;

  /** Wrong usage or input; nothing was started. */
  public static final int USAGE = 2;

  /** A person must answer, and there is no terminal to ask at. */
  public static final int WAITING = 3;

  /** A plan holds changes. */
  public static final int CHANGES = 4;

  /** The run goes on without this command. */
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
