package org.hubkeeper.starter;

/** A command that another module adds to the command line, found by ServiceLoader. */
public interface Subcommand {

  /** An object annotated with picocli's {@code @Command}. */
  Object command();
}
