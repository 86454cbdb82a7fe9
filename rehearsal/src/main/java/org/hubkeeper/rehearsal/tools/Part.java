package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;

/** Something that is built once and then kept. */
interface Part {

  /** What people call it. */
  String title();

  /** Name of its directory in the cache: changes whenever the result would. */
  String key();

  /** What it takes, for the announcement. */
  Cost cost();

  /** Builds it into an empty directory, which is renamed afterwards. */
  void build(Path into, Workshop workshop);

  /** Rough figures for a machine with two cores. */
  record Cost(int minutes, int megabytes) {}
}
