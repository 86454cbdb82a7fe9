package org.hubkeeper.starter.command;

import java.nio.file.Path;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.ArchiveFiles;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunFinder;
import org.hubkeeper.starter.runs.RunReader;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.runs.RunView;
import org.hubkeeper.starter.runs.ServerVisibility;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** The runs of one server and archive, as commands need them. */
final class Runs implements AutoCloseable {

  private final TemporalConnection connection;
  private final RunClient client;
  private final RunReader reader;
  private final RunFinder finder;

  Runs(HubkeeperCommand root) {
    this(root, "");
  }

  Runs(HubkeeperCommand root, String archive) {
    Context context = root.context();
    ArchiveFiles files = archive(context, archive);
    connection = root.connect();
    client = new RunClient(connection);
    reader = new RunReader(client, context.catalogue(), files);
    finder =
        new RunFinder(
            client::latest,
            new ServerVisibility(connection),
            files,
            context.catalogue().stream().map(RunbookInfo::type).toList());
  }

  static ArchiveFiles archive(Context context, String flag) {
    Optional<String> given =
        flag.isEmpty() ? context.variable("HUBKEEPER_ARCHIVE") : Optional.of(flag);
    return new ArchiveFiles(given.map(Path::of));
  }

  RunClient client() {
    return client;
  }

  RunReader reader() {
    return reader;
  }

  RunRef find(String text) {
    return finder.find(text);
  }

  RunView read(String text) {
    return reader.read(find(text));
  }

  /** A run that can still be steered. */
  RunRef open(String text) {
    RunRef run = find(text);
    boolean open =
        client
            .describe(run)
            .filter(found -> !found.getWorkflowExecutionInfo().hasCloseTime())
            .isPresent();
    if (!open) {
      throw CommandFailure.failed(run + " has ended; `hubkeeper show " + run + "` tells how");
    }
    return run;
  }

  @Override
  public void close() {
    connection.close();
  }
}
