package org.hubkeeper.starter.connect;

/** Prepares the connection to Temporal that a command works with. */
@FunctionalInterface
public interface Connector {

  TemporalConnection connect(ConnectionFlags flags);

  /** By Temporal's own environment configuration: variables, file and profile, then flags. */
  static Connector byEnvironment() {
    return flags -> TemporalConnection.open(Profile.load(flags));
  }
}
