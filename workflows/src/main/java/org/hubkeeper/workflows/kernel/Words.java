package org.hubkeeper.workflows.kernel;

import java.util.ArrayList;
import java.util.List;

/** Keeps words of people and clouds short enough to be recorded many times. */
final class Words {

  /** Longest text of one field; longer ones tell no more. */
  private static final int LONGEST = 500;

  private Words() {}

  static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }

  /** The first lines, each cut, and how many more there are. */
  static List<String> few(List<String> lines, int most) {
    List<String> few = new ArrayList<>(lines.stream().limit(most).map(Words::cut).toList());
    if (lines.size() > most) {
      few.set(most - 1, "… and " + (lines.size() - most + 1) + " more");
    }
    return List.copyOf(few);
  }
}
