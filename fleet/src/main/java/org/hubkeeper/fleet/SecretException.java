package org.hubkeeper.fleet;

/** A secret could not be had; the message names the field, the reference and the remedy. */
public final class SecretException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SecretException(String message) {
    super(message);
  }
}
