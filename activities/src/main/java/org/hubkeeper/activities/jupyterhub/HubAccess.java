package org.hubkeeper.activities.jupyterhub;

/**
 * A hub, and how it is reached.
 *
 * @param url of its API, as {@code https://hub.example.edu/hub/api}; empty when nothing says so
 * @param token reference to its token
 * @param announcements path of its announcement service; empty for none
 */
public record HubAccess(
    String name, String namespace, String url, String token, String announcements) {

  boolean api() {
    return !token.isEmpty();
  }

  /** What is before {@code /hub/api}: users' servers and services are beside the hub. */
  String base() {
    return url.replaceFirst("/hub/api/?$", "");
  }
}
