package org.hubkeeper.fleet;

/** Thrown by a {@link SecretSource} that has no such secret or may not read it. */
public final class SecretUnavailable extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Says why without any part of a value.
   *
   * @param problem as "is not set"; follows the reference
   * @param remedy as "set it for the process that runs the worker"
   */
  public SecretUnavailable(String problem, String remedy) {
    super(problem + "; " + remedy);
  }
}
