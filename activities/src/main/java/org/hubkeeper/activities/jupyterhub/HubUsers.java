package org.hubkeeper.activities.jupyterhub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.hubkeeper.activities.jupyterhub.HubHttp.Answer;

/** Users of a hub and their servers. */
final class HubUsers {

  private static final int PAGE = 200;

  /** Without it a hub of version 2 and later cuts its list off. */
  private static final String PAGED = "application/jupyterhub-pagination+json";

  private final HubHttp http;

  HubUsers(HubHttp http) {
    this.http = http;
  }

  /** Users with a server that is up, and servers that are coming up. */
  record Count(int online, int starting) {}

  /** A server as the hub has it. */
  enum Server {
    NONE,
    STARTING,
    READY,
    STOPPING
  }

  String version() {
    return http.expect(http.get("/"), "a question for its version", 200)
        .json()
        .path("version")
        .asText();
  }

  Count count() {
    int online = 0;
    int starting = 0;
    int offset = 0;
    while (offset >= 0) {
      JsonNode page =
          http.expect(
                  http.get(
                      "/users?state=active&limit=%d&offset=%d".formatted(PAGE, offset),
                      "Accept",
                      PAGED),
                  "a question for its users",
                  200)
              .json();
      for (JsonNode user : page.isArray() ? page : page.path("items")) {
        boolean up = false;
        for (JsonNode server : user.path("servers")) {
          up |= server.path("ready").asBoolean();
          starting += server.path("pending").asText().equals("spawn") ? 1 : 0;
        }
        online += up ? 1 : 0;
      }
      JsonNode next = page.path("_pagination").path("next").path("offset");
      offset = next.isInt() && next.asInt() > offset ? next.asInt() : -1;
    }
    return new Count(online, starting);
  }

  boolean exists(String user) {
    return http.expect(http.get(path(user)), "a question for a user", 200, 404).status() == 200;
  }

  /** One that is there already is as good. */
  void create(String user) {
    http.expect(http.change("POST", path(user)), "a new user", 201, 409);
  }

  void delete(String user) {
    http.expect(http.change("DELETE", path(user)), "the removal of a user", 204, 404);
  }

  /** The user's default server. */
  Server server(String user) {
    Answer answer = http.expect(http.get(path(user)), "a question for a user", 200, 404);
    JsonNode server = answer.json().path("servers").path("");
    if (server.isMissingNode()) {
      return Server.NONE;
    }
    if (server.path("ready").asBoolean()) {
      return Server.READY;
    }
    return server.path("pending").asText().equals("stop") ? Server.STOPPING : Server.STARTING;
  }

  /**
   * What became of it is told by the next look; the answer of one that failed at once tells why.
   */
  Answer start(String user) {
    return http.change("POST", path(user) + "/server");
  }

  /** Also one that has stopped meanwhile. */
  void stop(String user, String server) {
    String path = server.isEmpty() ? "/server" : "/servers/" + encoded(server);
    http.expect(
        http.change("DELETE", path(user) + path), "the end of a server", 202, 204, 400, 404);
  }

  /** Why the last start failed; empty when the hub tells no such thing. */
  String failure(String user) {
    Answer answer = http.get(path(user) + "/server/progress", "Accept", "text/event-stream");
    if (answer.status() != 200) {
      return "";
    }
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> new Answer(200, line.substring("data:".length()).strip()).json())
        .filter(event -> event.path("failed").asBoolean())
        .map(event -> event.path("message").asText())
        .findFirst()
        .orElse("");
  }

  private static String path(String user) {
    return "/users/" + encoded(user);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
