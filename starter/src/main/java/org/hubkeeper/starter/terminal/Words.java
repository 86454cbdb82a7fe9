package org.hubkeeper.starter.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times, counts and texts as people read them. */
public final class Words {

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Words() {}

  /** As {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 5 h 2 min}, {@code 3 days}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10) {
      return Math.max(0, duration.toMillis()) / 100 / 10.0 + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    if (seconds < 48 * 3600) {
      return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
    return seconds / 86_400 + " days";
  }

  /** Local time; empty for a time that has not come. */
  public static String time(Instant instant, ZoneId zone) {
    return instant.equals(Instant.EPOCH) ? "" : LOCAL.format(instant.atZone(zone));
  }

  public static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /** The text in at most so many characters, on one line. */
  public static String cut(String text, int width) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }

  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
