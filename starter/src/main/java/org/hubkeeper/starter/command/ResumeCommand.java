package org.hubkeeper.starter.command;

import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;
import picocli.CommandLine.Command;

/** {@code hubkeeper resume}. */
@Command(
    name = "resume",
    description = "Let a paused run go on.",
    footer = {"", "Example:", "  hubkeeper resume prune-volumes/ds-osu-test"})
public final class ResumeCommand extends SteerCommand {

  @Override
  void send(RunClient client, RunRef found, Actor by) {
    client.resume(found, by);
  }

  @Override
  String said(RunRef found) {
    return "Goes on. To follow it: hubkeeper watch '" + found + "'";
  }
}
