package org.hubkeeper.activities.helm;

import java.util.ArrayList;
import java.util.List;

/** A unified diff of two lists of lines, with three lines around each change. */
final class LineDiff {

  private static final int AROUND = 3;

  /** Beyond this many pairs of lines the middle is shown as taken out and put in. */
  private static final long MOST_PAIRS = 4_000_000;

  private LineDiff() {}

  static String of(List<String> before, List<String> after) {
    List<String> script = script(before, after);
    StringBuilder text = new StringBuilder();
    boolean gap = true;
    for (int i = 0; i < script.size(); i++) {
      if (near(script, i)) {
        text.append(gap ? "@@\n" : "").append(script.get(i)).append('\n');
        gap = false;
      } else {
        gap = true;
      }
    }
    return text.toString();
  }

  private static boolean near(List<String> script, int line) {
    int from = Math.max(0, line - AROUND);
    int to = Math.min(script.size(), line + AROUND + 1);
    return script.subList(from, to).stream().anyMatch(each -> each.charAt(0) != ' ');
  }

  /** Every line with a space, a minus or a plus before it. */
  private static List<String> script(List<String> before, List<String> after) {
    int start = 0;
    int most = Math.min(before.size(), after.size());
    while (start < most && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<String> script = new ArrayList<>();
    before.subList(0, start).forEach(line -> script.add(" " + line));
    middle(
        before.subList(start, before.size() - end),
        after.subList(start, after.size() - end),
        script);
    before.subList(before.size() - end, before.size()).forEach(line -> script.add(" " + line));
    return script;
  }

  private static void middle(List<String> before, List<String> after, List<String> script) {
    int i = 0;
    int j = 0;
    if ((long) before.size() * after.size() <= MOST_PAIRS) {
      int[][] common = common(before, after);
      while (i < before.size() && j < after.size()) {
        if (before.get(i).equals(after.get(j))) {
          script.add(" " + before.get(i++));
          j++;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
          script.add("-" + before.get(i++));
        } else {
          script.add("+" + after.get(j++));
        }
      }
    }
    before.subList(i, before.size()).forEach(line -> script.add("-" + line));
    after.subList(j, after.size()).forEach(line -> script.add("+" + line));
  }

  /** Length of the longest common subsequence of the rests from each pair of lines on. */
  private static int[][] common(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
