package org.hubkeeper.starter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.starter.connect.Connector;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import org.hubkeeper.workflows.runbook.Runbooks;

/**
 * What a command works with: the outside world, so that tests can bring their own.
 *
 * @param user the operating-system user; nobody proved that it is the person
 */
public record Context(
    Console console,
    List<RunbookInfo> catalogue,
    Connector connector,
    Map<String, String> environment,
    String user) {

  /** The door that this command line is. */
  public static final String DOOR = "terminal";

  /** The process's own world. */
  public static Context system() {
    return new Context(
        Console.system(System.getenv()),
        Runbooks.all(),
        Connector.byEnvironment(),
        System.getenv(),
        System.getProperty("user.name", ""));
  }

  public Actor actor(String why) {
    return new Actor(user, why, DOOR);
  }

  /** The runbook of that name; a wrong name is answered with the nearest. */
  public RunbookInfo runbook(String name) {
    return catalogue.stream()
        .filter(info -> info.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "no runbook \""
                        + name
                        + "\""
                        + Input.suggestion(
                            name, catalogue.stream().map(RunbookInfo::name).toList())));
  }

  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
