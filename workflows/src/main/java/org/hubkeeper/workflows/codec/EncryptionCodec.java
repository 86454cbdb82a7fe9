package org.hubkeeper.workflows.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts payloads with AES-256-GCM.
 *
 * <p>The first key encrypts and all decrypt, so that keys can be changed under open runs. What is
 * not encrypted, as the input that somebody typed into a form, is read as it is.
 */
public final class EncryptionCodec implements PayloadCodec {

  /** Names of the metadata are those of Temporal's own examples, so that its tools show them. */
  public static final String ENCODING = "binary/encrypted";

  private static final String KEY_ENCODING = "encoding";
  private static final String KEY_CIPHER = "encryption-cipher";
  private static final String KEY_ID = "encryption-key-id";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, PayloadKey> keys = new LinkedHashMap<>();
  private final PayloadKey current;

  /** With one key or more; the first encrypts. */
  public EncryptionCodec(List<PayloadKey> keys) {
    this.current = keys.get(0);
    keys.forEach(key -> this.keys.put(key.id(), key));
  }

  /**
   * The usual converter, and what fails too, under these keys; without a key only the usual one.
   */
  public static DataConverter converter(List<PayloadKey> keys) {
    DataConverter usual = DefaultDataConverter.STANDARD_INSTANCE;
    return keys.isEmpty()
        ? usual
        : new CodecDataConverter(usual, List.of(new EncryptionCodec(keys)), true);
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream().map(this::encrypted).toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decrypted).toList();
  }

  private Payload encrypted(Payload clear) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = seal(Cipher.ENCRYPT_MODE, current, nonce, clear.toByteArray());
    return Payload.newBuilder()
        .putMetadata(KEY_ENCODING, ByteString.copyFromUtf8(ENCODING))
        .putMetadata(KEY_CIPHER, ByteString.copyFromUtf8(CIPHER))
        .putMetadata(KEY_ID, ByteString.copyFromUtf8(current.id()))
        .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(sealed)))
        .build();
  }

  private Payload decrypted(Payload payload) {
    if (!metadata(payload, KEY_ENCODING).equals(ENCODING)) {
      return payload;
    }
    PayloadKey key = key(metadata(payload, KEY_ID));
    ByteString data = payload.getData();
    if (data.size() < NONCE_BYTES) {
      throw otherKey(key.id(), null);
    }
    try {
      byte[] nonce = data.substring(0, NONCE_BYTES).toByteArray();
      byte[] sealed = data.substring(NONCE_BYTES).toByteArray();
      return Payload.parseFrom(seal(Cipher.DECRYPT_MODE, key, nonce, sealed));
    } catch (InvalidProtocolBufferException e) {
      throw otherKey(key.id(), e);
    }
  }

  private PayloadKey key(String id) {
    PayloadKey key = keys.get(id);
    if (key == null) {
      throw new PayloadCodecException(
          "a payload is encrypted with the key \"%s\", and here are only %s; add that key"
                  .formatted(id, keys.keySet())
              + " to codec.keys of the worker, or to HUBKEEPER_CODEC_KEYS of the command line");
    }
    return key;
  }

  private static PayloadCodecException otherKey(String id, Exception cause) {
    return new PayloadCodecException(
        "a payload says that it is encrypted with the key \"%s\", and the key of that name here does"
                .formatted(id)
            + " not open it; compare the secrets that worker and command line refer to",
        cause);
  }

  /** The key's id is bound in, so that nobody can relabel a payload. */
  private static byte[] seal(int mode, PayloadKey key, byte[] nonce, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(key.id().getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw otherKey(key.id(), e);
    }
  }

  private static String metadata(Payload payload, String name) {
    return payload.getMetadataOrDefault(name, ByteString.EMPTY).toStringUtf8();
  }
}
