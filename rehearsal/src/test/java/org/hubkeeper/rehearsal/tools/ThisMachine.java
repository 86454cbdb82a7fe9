package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;

/** What tests use of the machine that they run on. */
public final class ThisMachine {

  private ThisMachine() {}

  /** A Python that is new enough for rehearsals. */
  public static Path python() {
    return Python.find(SearchPath.of(System.getenv())).executable();
  }
}
