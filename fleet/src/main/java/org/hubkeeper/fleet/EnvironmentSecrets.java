package org.hubkeeper.fleet;

import java.util.Map;

/** {@code env:NAME}: variables of this process's environment. */
final class EnvironmentSecrets implements SecretSource {

  private final Map<String, String> environment;

  EnvironmentSecrets(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String read(String name) throws SecretUnavailable {
    if (!environment.containsKey(name)) {
      throw new SecretUnavailable(
          "is not set",
          "set the environment variable " + name + " for this process and restart it");
    }
    return environment.get(name);
  }
}
