package org.hubkeeper.starter;

/** Ends a command with one message, which names the problem and the remedy, and an exit status. */
public final class CommandFailure extends RuntimeException {

  private final int exit;

  public CommandFailure(int exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  /** Something that people asked for failed. */
  public static CommandFailure failed(String message) {
    return new CommandFailure(Exit.FAILED, message, null);
  }

  /** What people typed can't be meant; nothing was started or changed. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(Exit.USAGE, message, null);
  }

  public int exit() {
    return exit;
  }
}
