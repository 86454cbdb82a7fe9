package org.hubkeeper.starter.terminal;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What Java itself does not tell of a terminal. */
final class Terminals {

  private Terminals() {}

  /** From Java 22 on a console exists always and says itself whether it is a terminal. */
  static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  static int width(Map<String, String> environment, int otherwise) {
    int given = number(environment.getOrDefault("COLUMNS", ""), 0);
    return given > 0 ? given : Math.max(40, asked(otherwise));
  }

  private static int asked(int otherwise) {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(Redirect.INHERIT).start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] rowsAndColumns = answer.strip().split(" ");
      return rowsAndColumns.length == 2 ? number(rowsAndColumns[1], otherwise) : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }

  private static int number(String text, int otherwise) {
    return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
  }
}
