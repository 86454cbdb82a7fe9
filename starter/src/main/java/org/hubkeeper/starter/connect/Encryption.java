package org.hubkeeper.starter.connect;

import io.temporal.common.converter.DataConverter;
import java.nio.file.Path;
import java.util.Map;
import org.hubkeeper.fleet.CodecKeys;
import org.hubkeeper.fleet.SecretException;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.workflows.codec.EncryptionCodec;

/** Reads and writes what the workers encrypt, with the same keys. */
final class Encryption {

  static final String VARIABLE = "HUBKEEPER_CODEC_KEYS";

  private Encryption() {}

  static DataConverter converter(Map<String, String> environment) {
    try {
      return EncryptionCodec.converter(
          CodecKeys.fetch(
              CodecKeys.places(environment.getOrDefault(VARIABLE, ""), VARIABLE),
              new SecretResolver(Path.of("")),
              VARIABLE));
    } catch (SecretException e) {
      throw new CommandFailure(Exit.USAGE, e.getMessage(), e);
    }
  }
}
