package org.hubkeeper.starter.command;

import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.HubkeeperCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code hubkeeper completion}. */
@Command(
    name = "completion",
    description = "Print the completion script of a shell.",
    footer = {
      "",
      "Examples:",
      "  source <(hubkeeper completion bash)",
      "  hubkeeper completion zsh > ~/.hubkeeper-completion",
      "  source ~/.hubkeeper-completion"
    })
public final class CompletionCommand implements Runnable {

  /** Shells with completion. */
  enum Shell {
    bash,
    zsh
  }

  @ParentCommand private HubkeeperCommand root;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Override
  public void run() {
    Context context = root.context();
    if (shell == Shell.zsh) {
      // The script is bash's; zsh reads it with its own completion switched on first.
      context.console().out().println("autoload -U +X compinit && compinit");
    }
    context.console().out().println(AutoComplete.bash("hubkeeper", spec.root().commandLine()));
  }
}
