package org.hubkeeper.starter.runs;

import java.util.List;

/** The server's list of runs. */
@FunctionalInterface
public interface Visibility {

  /** The newest runs that the query finds. */
  List<RunRow> list(String query, int limit);
}
