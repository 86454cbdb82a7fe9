package org.hubkeeper.starter.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.TemporalFailure;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Json;

/** Reads recorded values of our own; what an unknown program wrote is no error, only unreadable. */
final class Payloads {

  private Payloads() {}

  static <T> Optional<T> first(DataConverter converter, List<Payload> payloads, Class<T> type) {
    if (payloads.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(converter.fromPayload(payloads.get(0), type, type));
    } catch (DataConverterException e) {
      return Optional.empty();
    }
  }

  /** What a failure says, also when that is encrypted. */
  static String message(DataConverter converter, Failure failure) {
    if (!failure.hasEncodedAttributes()) {
      return failure.getMessage();
    }
    RuntimeException decoded = converter.failureToException(failure);
    return decoded instanceof TemporalFailure told
        ? told.getOriginalMessage()
        : decoded.getMessage();
  }

  /** The text of a JSON string. */
  static String text(String json) {
    try {
      return Json.MAPPER.readValue(json, String.class);
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
