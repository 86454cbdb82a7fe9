package org.hubkeeper.starter.command;

import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;
import picocli.CommandLine.Command;

/** {@code hubkeeper pause}. */
@Command(
    name = "pause",
    description = "Hold a run before its next step; it keeps its locks.",
    footer = {"", "Example:", "  hubkeeper pause prune-volumes/ds-osu-test --why 'exam today'"})
public final class PauseCommand extends SteerCommand {

  @Override
  void send(RunClient client, RunRef found, Actor by) {
    client.pause(found, by);
  }

  @Override
  String said(RunRef found) {
    return "Paused; the attempt under way ends first. To go on: hubkeeper resume '" + found + "'";
  }
}
