package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hubkeeper.fleet.CodecKeys.Place;
import org.hubkeeper.workflows.codec.PayloadKey;
import org.junit.jupiter.api.Test;

class CodecKeysTest {

  private static final String FIELD = "codec.keys";
  private static final String TEXT = "A".repeat(43) + "=";

  private final SecretResolver secrets =
      new SecretResolver(Path.of("."), Map.of("NEW", TEXT, "OLD", TEXT, "BAD", "swordfish"));

  @Test
  void keysComeInTheOrderOfTheirReferences() {
    List<Place> places = CodecKeys.places("2026=env:NEW, 2025=env:OLD", FIELD);

    assertThat(CodecKeys.fetch(places, secrets, FIELD))
        .extracting(PayloadKey::id)
        .containsExactly("2026", "2025");
    assertThat(CodecKeys.places("", FIELD)).isEmpty();
  }

  @Test
  void whatCanNotBeAKeyIsToldWithItsFieldAndNotShown() {
    assertRefused("2026=env:NONE", "codec.keys: secret env:NONE is not set");
    assertRefused("2026=env:BAD", "key 2026: must be 32 bytes in base64");
    assertRefused("2026=env:NEW,2026=env:OLD", "two keys have the id 2026");
    assertRefused("2026=" + TEXT, "codec.keys: found a literal");
    assertThatThrownBy(() -> CodecKeys.places("swordfish", FIELD))
        .hasMessageStartingWith("codec.keys: must be ID=REFERENCE")
        .hasMessageNotContainingAny("swordfish");
  }

  private void assertRefused(String text, String message) {
    assertThatThrownBy(() -> CodecKeys.fetch(CodecKeys.places(text, FIELD), secrets, FIELD))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("swordfish", TEXT);
  }
}
