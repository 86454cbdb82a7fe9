package org.hubkeeper.activities.jupyterhub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.activities.jupyterhub.HubHttp.Answer;
import org.hubkeeper.workflows.activity.Hubs.Spawns;

/** How many servers a hub has started since it was, by its own metrics. */
final class SpawnCounts {

  private static final Pattern LINE =
      Pattern.compile(
          "jupyterhub_server_spawn_duration_seconds_count\\{[^}]*status=\"(\\w+)\"[^}]*}\\s+(\\S+).*");

  private SpawnCounts() {}

  /** A hub tells nothing whose token may not read its metrics, or that has none of this name. */
  static Spawns of(HubAccess hub, HubHttp http) {
    Answer answer = http.beside("/hub/metrics");
    if (answer.status() != 200) {
      return new Spawns(hub.name(), false, 0, 0);
    }
    boolean known = false;
    long good = 0;
    long failed = 0;
    for (String line : answer.text().lines().toList()) {
      Matcher found = LINE.matcher(line);
      if (found.matches()) {
        known = true;
        long count = (long) Double.parseDouble(found.group(2));
        good += found.group(1).equals("success") ? count : 0;
        failed += found.group(1).equals("success") ? 0 : count;
      }
    }
    return new Spawns(hub.name(), known, good, failed);
  }
}
