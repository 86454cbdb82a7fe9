package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import org.hubkeeper.activities.Attempt;

/** Lets a request that changes something leave only while its attempt counts. */
final class AttemptGuard implements Interceptor {

  static final String NAME = "hubkeeper-attempt";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!READING.contains(request.method())) {
      Attempt.checkStillOurs();
    }
  }
}
