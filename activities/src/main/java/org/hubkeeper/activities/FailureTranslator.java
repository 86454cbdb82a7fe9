package org.hubkeeper.activities;

import java.util.Optional;
import org.hubkeeper.workflows.kernel.FailureKind;

/** Puts the exceptions of one client library into the kernel's terms. */
@FunctionalInterface
public interface FailureTranslator {

  /** What an exception amounts to, and what a person reads of it. */
  record Translation(FailureKind kind, String message) {}

  /** Empty when the exception is not one of this library's. */
  Optional<Translation> translate(Throwable thrown);
}
