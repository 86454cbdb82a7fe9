package org.hubkeeper.starter.connect;

/** Prepares the connection to Temporal that a command works with. */
@FunctionalInterface
public interface Connector {

  TemporalConnection connect(ConnectionFlags flags);

  /**
   * By Temporal's own environment configuration: variables, file and profile, then flags; with the
   * keys of {@code HUBKEEPER_CODEC_KEYS}.
   */
  static Connector byEnvironment() {
    return flags ->
        TemporalConnection.open(Profile.load(flags), () -> Encryption.converter(System.getenv()));
  }
}
