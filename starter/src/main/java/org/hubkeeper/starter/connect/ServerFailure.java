package org.hubkeeper.starter.connect;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/** Puts what the Temporal server refused into a sentence with its remedy, by its code. */
public final class ServerFailure {

  private ServerFailure() {}

  /** The server's refusal inside an exception, if that is what it is about. */
  public static Optional<StatusRuntimeException> in(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** Whether trying again later may help. */
  public static boolean passing(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNKNOWN -> true;
      default -> false;
    };
  }

  public static CommandFailure words(StatusRuntimeException e, String address, String namespace) {
    return new CommandFailure(Exit.FAILED, sentence(e.getStatus(), address, namespace), e);
  }

  private static String sentence(Status status, String address, String namespace) {
    String said = status.getDescription() == null ? "" : ": " + status.getDescription();
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          "Temporal does not answer at "
              + address
              + "; start one with `hubkeeper dev`, or set TEMPORAL_ADDRESS (or --address)";
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "Temporal at %s refuses us%s; check TEMPORAL_API_KEY or the TLS settings of the profile"
              .formatted(address, said);
      case NOT_FOUND ->
          "Temporal at %s has no namespace or run of that name%s; check --namespace (now %s)"
              .formatted(address, said, namespace);
      case INVALID_ARGUMENT ->
          "Temporal at %s refuses the request%s; `hubkeeper doctor` checks the search attributes"
              .formatted(address, said);
      default -> "Temporal at %s answers %s%s".formatted(address, status.getCode(), said);
    };
  }
}
