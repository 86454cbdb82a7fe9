package org.hubkeeper.activities;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How every client of the worker reaches the outside. */
public record Network(Proxies proxies, Trust trust) {

  /** Proxies by the environment's variables, trust by an optional bundle of authorities. */
  public static Network of(Map<String, String> environment, Optional<Path> caBundle) {
    return new Network(Proxies.from(environment), Trust.of(caBundle));
  }
}
