package org.hubkeeper.rehearsal.command;

import org.hubkeeper.starter.Subcommand;

/** Adds {@code dev} to the command line. */
public final class DevSubcommand implements Subcommand {

  @Override
  public Object command() {
    return new DevCommand();
  }
}
