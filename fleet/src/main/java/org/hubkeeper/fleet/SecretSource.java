package org.hubkeeper.fleet;

/** Reads secrets of one scheme; the worker registers those whose clients it has. */
@FunctionalInterface
public interface SecretSource {

  /**
   * Returns the value. What a client throws may pass, if its message holds no value.
   *
   * @param locator the reference without its scheme
   */
  String read(String locator) throws SecretUnavailable;
}
