package org.hubkeeper.activities.helm;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys in PEM: PKCS#8, and the older forms of OpenSSL for RSA and EC. */
final class PrivateKeys {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private PrivateKeys() {}

  /** {@code counterpart} tells the algorithm, which the older forms leave out. */
  static PrivateKey parse(String pem, PublicKey counterpart) throws GeneralSecurityException {
    Matcher found = PEM.matcher(pem);
    if (!found.find()) {
      throw new InvalidKeyException("no private key");
    }
    byte[] key = Base64.getMimeDecoder().decode(found.group(2));
    byte[] whole = found.group(1).isEmpty() ? key : wrapped(key, counterpart);
    return KeyFactory.getInstance(counterpart.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(whole));
  }

  private static byte[] wrapped(byte[] key, PublicKey counterpart) {
    return der(SEQUENCE, VERSION_0, algorithm(counterpart.getEncoded()), der(OCTET_STRING, key));
  }

  /** A public key's encoding is a sequence of its algorithm, again a sequence, and itself. */
  private static byte[] algorithm(byte[] encoded) {
    int start = header(encoded, 0);
    int inner = header(encoded, start);
    return Arrays.copyOfRange(encoded, start, inner + length(encoded, start));
  }

  private static int header(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    int length = first < 0x80 ? first : 0;
    for (int i = at + 2; i < header(der, at); i++) {
      length = length << 8 | der[i] & 0xff;
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    if (length < 0x80) {
      bytes.write(length);
    } else {
      bytes.write(0x82);
      bytes.write(length >> 8);
      bytes.write(length);
    }
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
