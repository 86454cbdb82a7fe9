package org.hubkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.starter.Context;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags that make a runbook's input, the same for every command that takes one. */
public final class InputFlags {

  @Parameters(paramLabel = "RUNBOOK", description = "Name of the runbook; `runbooks` lists them.")
  private String runbook = "";

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Cluster, as the worker's fleet file names it.")
  private String cluster = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A field of the input; may be repeated. `runbooks RUNBOOK` lists them.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description = "The input as JSON, from a file or (-) from standard input.")
  private String file = "";

  /** The runbook that is meant; fails with the nearest name. */
  public RunbookInfo runbook(Context context) {
    return context.runbook(runbook);
  }

  /** The checked input; fails naming field and remedy, before anything is started. */
  public ObjectNode input(Context context, boolean planOnly) {
    return new InputReader(context).read(runbook(context), file, cluster, set, planOnly);
  }
}
