package org.hubkeeper.workflows.codec;

import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for payloads.
 *
 * @param id stands in clear beside each payload that was encrypted with it, and so is never given
 *     to another key
 */
public record PayloadKey(String id, SecretKey key) {

  private static final int BYTES = 32;

  /**
   * A key from its text.
   *
   * @throws IllegalArgumentException when it is not 32 bytes in base64; tells how to make one
   */
  public static PayloadKey of(String id, String base64) {
    byte[] bytes = bytes(base64.strip());
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "key %s: must be 32 bytes in base64; make one with `openssl rand -base64 32`"
              .formatted(id));
    }
    return new PayloadKey(id, new SecretKeySpec(bytes, "AES"));
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Its message would repeat a part of the key.
      return new byte[0];
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return id;
  }
}
