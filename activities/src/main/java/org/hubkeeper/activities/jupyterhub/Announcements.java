package org.hubkeeper.activities.jupyterhub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a hub's announcement service (jupyterhub-announcement) shows to everybody. Ours end with the
 * run that made them, so that others' are never taken away.
 */
final class Announcements {

  private static final String MARK = " [Hubkeeper ";

  private final HubHttp http;
  private final String path;

  Announcements(HubHttp http, String path) {
    this.http = http;
    this.path = path.replaceFirst("/+$", "");
  }

  void ensure(String text, String run) {
    String wanted = text + MARK + run + "]";
    if (!latest().equals(wanted)) {
      put(wanted);
    }
  }

  void ensureNone() {
    if (latest().contains(MARK)) {
      put("");
    }
  }

  private String latest() {
    return http.expect(http.beside(path + "/latest"), "a question for its announcement", 200)
        .json()
        .path("announcement")
        .asText();
  }

  /** It leads to the page that shows it. */
  private void put(String text) {
    http.expect(
        http.form(
            path + "/update", "announcement=" + URLEncoder.encode(text, StandardCharsets.UTF_8)),
        "an announcement",
        200,
        302);
  }
}
