package org.hubkeeper.fleet;

import java.util.Collection;
import java.util.Locale;
import org.hubkeeper.workflows.kernel.Input;

/** Turns of phrase of the messages. */
public final class Words {

  private static final int LONGEST = 60;

  private Words() {}

  /** A value as the person wrote it, on one line and not too long. */
  public static String quote(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return "\"" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "\"";
  }

  /** The nearest known word only, for lists too long to print; empty when none is near. */
  public static String near(String given, Collection<String> known) {
    for (String word : known) {
      if (word.toLowerCase(Locale.ROOT).equals(given.toLowerCase(Locale.ROOT))) {
        return "; did you mean " + word + "?";
      }
    }
    String all = Input.suggestion(given, known);
    return all.substring(0, all.lastIndexOf("; known: "));
  }

  /** As {@code 1 person}, {@code 2 people}. */
  public static String people(int count) {
    return count == 1 ? "1 person" : count + " people";
  }
}
