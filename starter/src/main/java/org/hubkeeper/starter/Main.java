package org.hubkeeper.starter;

import picocli.CommandLine;

/** The command line. */
public final class Main {

  private Main() {}

  public static void main(String[] words) {
    logging(System.getenv("HUBKEEPER_LOG"));
    System.exit(run(Context.system(), words));
  }

  /** Silent unless asked for, and then not even loaded: commands say themselves what went wrong. */
  private static void logging(String level) {
    if (level == null || level.isBlank()) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    } else {
      System.setProperty("logback.configurationFile", "org/hubkeeper/starter/logback.xml");
    }
  }

  /** Carries one command out and returns its exit status. */
  public static int run(Context context, String... words) {
    return line(context, words).execute(words);
  }

  /** The command line for these words, with every command when there are none. */
  public static CommandLine line(Context context, String... words) {
    CommandLine line = Commands.lineFor(context, words);
    Troubles troubles = new Troubles(context);
    line.setOut(new java.io.PrintWriter(context.console().out(), true));
    line.setErr(new java.io.PrintWriter(context.console().err(), true));
    line.setParameterExceptionHandler(troubles::usage);
    line.setExecutionExceptionHandler(troubles::failed);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpLongOptionsMaxWidth(24);
    return line;
  }
}
