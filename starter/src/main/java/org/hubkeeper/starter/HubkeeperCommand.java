package org.hubkeeper.starter;

import java.util.Optional;
import org.hubkeeper.starter.connect.ConnectionFlags;
import org.hubkeeper.starter.connect.TemporalConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: what every command shares. */
@Command(
    name = "hubkeeper",
    versionProvider = Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Durable runbooks for people who operate JupyterHub on Kubernetes.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  hubkeeper rehearse prune-volumes                    # try it, no account",
      "  hubkeeper plan prune-volumes --cluster ds-osu-test  # see what would change",
      "  hubkeeper run prune-volumes --cluster ds-osu-test   # do it, with questions",
      "  hubkeeper list                                      # see what runs",
      "",
      "RUN is a workflow id, a run id or a unique prefix of one.",
      "Exit status: 0 done, 1 failed or aborted, 2 wrong usage or input, 3 waiting for",
      "a person, 4 changes planned, 130 interrupted (the run goes on).",
      "HUBKEEPER_DEBUG=1 shows where an error came from."
    })
public final class HubkeeperCommand implements Runnable {

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description = "Temporal server (or TEMPORAL_ADDRESS).")
  private String address = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Temporal namespace (or TEMPORAL_NAMESPACE).")
  private String namespace = "";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Profile of Temporal's configuration file (or TEMPORAL_PROFILE).")
  private String profile = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show version and commit and exit.")
  private boolean version;

  @Spec private CommandSpec spec;

  private final Context context;
  private TemporalConnection connected;

  HubkeeperCommand(Context context) {
    this.context = context;
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  public Context context() {
    return context;
  }

  public ConnectionFlags connection() {
    return new ConnectionFlags(address, namespace, profile);
  }

  /** Connects to Temporal, or fails with address and remedy within seconds. */
  public TemporalConnection connect() {
    return prepare().checked();
  }

  /** The same for a command whose first call tells as much as a check would. */
  public TemporalConnection prepare() {
    connected = context.connector().connect(connection());
    return connected;
  }

  /** The connection that a failure is about; empty before there was one. */
  Optional<TemporalConnection> connected() {
    return Optional.ofNullable(connected);
  }
}
