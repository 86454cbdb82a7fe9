package org.hubkeeper.workflows.runbook.prune;

import java.nio.charset.StandardCharsets;
import org.hubkeeper.workflows.kernel.Input;

/** Requests as people type them. */
final class Requests {

  private Requests() {}

  /** Options as JSON without braces and with single quotes; {@code {}} for none. */
  static PruneVolumes.Request read(String cluster, String options) {
    String more = options.equals("{}") ? "" : "," + options.replace('\'', '"');
    String json = "{\"cluster\":\"" + cluster + "\"" + more + "}";
    return Input.read(json.getBytes(StandardCharsets.UTF_8), PruneVolumes.Request.class);
  }
}
