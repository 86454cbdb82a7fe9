package org.hubkeeper.rehearsal.command;

import org.hubkeeper.starter.Subcommand;

/** Adds {@code rehearse} to the command line. */
public final class RehearseSubcommand implements Subcommand {

  @Override
  public Object command() {
    return new RehearseCommand();
  }
}
