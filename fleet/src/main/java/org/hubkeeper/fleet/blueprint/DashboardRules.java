package org.hubkeeper.fleet.blueprint;

import java.util.Optional;
import org.hubkeeper.fleet.Place;

/** Whether a file is a dashboard that Grafana knows again when it is imported a second time. */
final class DashboardRules {

  private static final String SCHEMA =
      """
      {
        "type": "object",
        "required": ["uid", "title", "panels"],
        "properties": {
          "uid": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]{1,40}$",
            "x-expected": "at most 40 letters, digits, - and _, by which Grafana knows it again"
          },
          "title": {"type": "string", "pattern": "^.+$", "x-expected": "what people see"},
          "panels": {"type": "array"}
        }
      }
      """;

  private DashboardRules() {}

  /** Adds what is wrong to the file's problems; JSON is YAML. */
  static void check(NearFile file) {
    Optional<Place> document = file.document(SCHEMA);
    document
        .flatMap(place -> place.field("id"))
        .filter(id -> !id.type().equals("null"))
        .ifPresent(
            id ->
                file.problems()
                    .add(
                        id,
                        "is a number of the Grafana it comes from; write null, or leave it out"));
  }
}
