package org.hubkeeper.starter;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A command as another module brings it. */
public final class Hello implements Subcommand {

  @Override
  public Object command() {
    return new Greeting();
  }

  @Command(name = "hello", description = "Says hello.")
  static final class Greeting implements Callable<Integer> {
    @Override
    public Integer call() {
      return 7;
    }
  }
}
