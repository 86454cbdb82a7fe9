package org.hubkeeper.activities;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders that texts of a component may hold, as <code>${cluster}</code> or <code>
 * ${role:NAMESPACE/ACCOUNT}</code>. Whatever else is written in the same form is left alone: charts
 * have placeholders of their own.
 */
public final class Placeholders {

  private static final Pattern KNOWN =
      Pattern.compile("\\$\\{(cluster|region|account|host|vpc|version|role:[^}/]+/[^}]+)}");

  private Placeholders() {}

  /** The text with every placeholder replaced of which there is a fact. */
  public static String replace(String text, Map<String, String> facts) {
    return KNOWN
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(facts.getOrDefault(found.group(1), found.group())));
  }

  /** The first placeholder that is left in a text. */
  public static Optional<String> first(String text) {
    Matcher found = KNOWN.matcher(text);
    return found.find() ? Optional.of(found.group()) : Optional.empty();
  }
}
