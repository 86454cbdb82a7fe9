package org.hubkeeper.activities.proof;

/** {@code http}: a service of the component answers a path with a status. */
final class HttpStatus implements Proving {

  @Override
  public String prove(Asked asked) {
    String path = asked.optional("path").orElse("/");
    int status = asked.optional("status").isPresent() ? asked.number("status") : 200;
    return new PortForwards(asked.client())
        .to(
            asked.namespace(),
            asked.field("service"),
            asked.field("port"),
            address -> {
              Http.expect(Http.local().get(address.resolve(path)), status, asked.field("service"));
              return "%s answers %s with HTTP %d".formatted(asked.field("service"), path, status);
            });
  }
}
