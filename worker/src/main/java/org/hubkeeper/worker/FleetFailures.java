package org.hubkeeper.worker;

import java.util.Optional;
import org.hubkeeper.activities.FailureTranslator;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.SecretException;
import org.hubkeeper.workflows.kernel.FailureKind;

/**
 * Classifies what reading the fleet file and its secrets throws; their messages name the remedy.
 */
final class FleetFailures implements FailureTranslator {

  @Override
  public Optional<Translation> translate(Throwable thrown) {
    if (thrown instanceof SecretException) {
      return Optional.of(new Translation(FailureKind.CREDENTIALS, thrown.getMessage()));
    }
    return thrown instanceof FleetException
        ? Optional.of(new Translation(FailureKind.REJECTED, thrown.getMessage()))
        : Optional.empty();
  }
}
