package org.hubkeeper.workflows.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is encrypted can be read by whoever has its key, and by nobody else. */
class EncryptionCodecTest {

  private static final PayloadKey OLD = key("2025", 1);
  private static final PayloadKey NEW = key("2026", 2);
  private static final String TEXT = "vol-1 of hub stat200";

  @Test
  void nothingOfAValueOrOfAFailureIsReadable() {
    DataConverter converter = EncryptionCodec.converter(List.of(NEW));

    Payload payload = converter.toPayload(TEXT).orElseThrow();
    Failure failure =
        converter.exceptionToFailure(ApplicationFailure.newFailure(TEXT, "MISSING", TEXT));

    assertThat(payload.getData().toStringUtf8()).doesNotContain("vol-1", "stat200", "json");
    assertThat(failure.toString()).doesNotContain("vol-1", "stat200", "EncryptionCodecTest");
    assertThat(payload.getMetadataMap().get("encryption-key-id").toStringUtf8()).isEqualTo("2026");
    assertThat(converter.fromPayload(payload, String.class, String.class)).isEqualTo(TEXT);
    assertThat(converter.failureToException(failure)).hasMessageContaining(TEXT);
  }

  @Test
  void theSameValueNeverLooksTheSame() {
    DataConverter converter = EncryptionCodec.converter(List.of(NEW));

    assertThat(converter.toPayload(TEXT)).isNotEqualTo(converter.toPayload(TEXT));
  }

  @Test
  void afterARotationTheNewKeyEncryptsAndBothDecrypt() {
    Payload before = EncryptionCodec.converter(List.of(OLD)).toPayload(TEXT).orElseThrow();
    DataConverter rotated = EncryptionCodec.converter(List.of(NEW, OLD));

    Payload after = rotated.toPayload(TEXT).orElseThrow();

    assertThat(after.getMetadataMap().get("encryption-key-id").toStringUtf8()).isEqualTo("2026");
    assertThat(rotated.fromPayload(before, String.class, String.class)).isEqualTo(TEXT);
    assertThat(rotated.fromPayload(after, String.class, String.class)).isEqualTo(TEXT);
  }

  @Test
  void aMissingKeyIsNamedWithItsRemedy() {
    Payload payload = EncryptionCodec.converter(List.of(OLD)).toPayload(TEXT).orElseThrow();

    assertUnreadable(payload, NEW, "\"2025\", and here are only [2026]; add that key");
  }

  @Test
  void anotherKeyOfTheSameNameIsNamedWithItsRemedy() {
    Payload payload = EncryptionCodec.converter(List.of(OLD)).toPayload(TEXT).orElseThrow();

    assertUnreadable(payload, key("2025", 9), "\"2025\", and the key of that name here does not");
  }

  @Test
  void whatWasChangedOrRelabelledIsNotRead() {
    Payload payload = EncryptionCodec.converter(List.of(OLD)).toPayload(TEXT).orElseThrow();
    byte[] bytes = payload.getData().toByteArray();
    bytes[bytes.length / 2] ^= 1;

    assertUnreadable(
        payload.toBuilder().setData(ByteString.copyFrom(bytes)).build(), OLD, "does not open it");
    assertUnreadable(
        payload.toBuilder().setData(ByteString.copyFromUtf8("short")).build(), OLD, "not open it");
    assertUnreadable(
        payload.toBuilder()
            .putMetadata("encryption-key-id", ByteString.copyFromUtf8("alias"))
            .build(),
        new PayloadKey("alias", OLD.key()),
        "does not open it");
  }

  @Test
  void whatIsInClearIsReadAsItIs() {
    Payload clear = DefaultDataConverter.STANDARD_INSTANCE.toPayload(TEXT).orElseThrow();

    assertThat(
            EncryptionCodec.converter(List.of(NEW)).fromPayload(clear, String.class, String.class))
        .isEqualTo(TEXT);
  }

  @Test
  void aKeyOfTheWrongKindIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> PayloadKey.of("2026", "swordfish!"))
        .hasMessageContaining("key 2026: must be 32 bytes in base64")
        .hasMessageNotContainingAny("swordfish");
    assertThatThrownBy(() -> PayloadKey.of("2026", "AAAA")).hasMessageContaining("32 bytes");
    assertThat(NEW.toString()).isEqualTo("2026");
  }

  private static void assertUnreadable(Payload payload, PayloadKey key, String message) {
    DataConverter converter = EncryptionCodec.converter(List.of(key));
    assertThatThrownBy(() -> converter.fromPayload(payload, String.class, String.class))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining(message);
  }

  private static PayloadKey key(String id, int fill) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return PayloadKey.of(id, Base64.getEncoder().encodeToString(bytes));
  }
}
