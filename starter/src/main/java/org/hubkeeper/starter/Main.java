package org.hubkeeper.starter;

import picocli.CommandLine;

/** The command line. */
public final class Main {

  private Main() {}

  public static void main(String[] words) {
    // Read when the first library logs; its place differs from the worker's own configuration.
    System.setProperty("logback.configurationFile", "org/hubkeeper/starter/logback.xml");
    System.exit(run(Context.system(), words));
  }

  /** Carries one command out and returns its exit status. */
  public static int run(Context context, String... words) {
    CommandLine line = Commands.lineFor(context, words);
    Troubles troubles = new Troubles(context);
    line.setOut(new java.io.PrintWriter(context.console().out(), true));
    line.setErr(new java.io.PrintWriter(context.console().err(), true));
    line.setParameterExceptionHandler(troubles::usage);
    line.setExecutionExceptionHandler(troubles::failed);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpLongOptionsMaxWidth(24);
    return line.execute(words);
  }
}
