package org.hubkeeper.starter.connect;

/** What the flags say about the connection; empty leaves it to the environment. */
public record ConnectionFlags(String address, String namespace, String profile) {

  public static final ConnectionFlags NONE = new ConnectionFlags("", "", "");
}
