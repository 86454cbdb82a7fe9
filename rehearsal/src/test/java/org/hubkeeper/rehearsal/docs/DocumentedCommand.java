package org.hubkeeper.rehearsal.docs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Main;
import org.hubkeeper.starter.connect.Connector;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.runbook.Runbooks;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * A command of ours as a page of documentation or a help page shows it.
 *
 * @param place file and line, or the help page
 * @param words what follows {@code hubkeeper}, as a shell would pass it
 */
public record DocumentedCommand(String place, List<String> words) {

  private static final Path ROOT = Path.of("..");
  private static final Pattern OURS = Pattern.compile("^(?:\\S*\\()?(?:\\./)?hubkeeper(?: |$)");
  private static final Pattern INLINE = Pattern.compile("`((?:\\./)?hubkeeper [^`]+)`");

  /** Quoted words, comments, and what ends a command; a redirection takes its file along. */
  private static final Pattern WORD =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|(#.*)|(&&|[|;)])|(>\\s*\\S+)|([^\\s)]+)");

  /** Those of all pages and of all help pages. */
  public static List<DocumentedCommand> all() throws IOException {
    List<DocumentedCommand> all = new ArrayList<>(ofHelp());
    for (Path page : pages()) {
      all.addAll(ofPage(ROOT.relativize(page).toString(), Files.readAllLines(page)));
    }
    return all;
  }

  /** The command line that would carry it out, which must not be asked to. */
  public static CommandLine line(List<String> words) {
    Console nowhere =
        Console.plain(
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            new ByteArrayInputStream(new byte[0]));
    return Main.line(context(nowhere, Connector.byEnvironment()), words.toArray(String[]::new));
  }

  /** A command's world with our catalogue. */
  public static Context context(Console console, Connector connector) {
    return new Context(
        console, Runbooks.all(), connector, Map.of("PATH", System.getenv("PATH")), "alex");
  }

  /** The commands of one page: fenced lines, and whole commands within a sentence. */
  static List<DocumentedCommand> ofPage(String page, List<String> lines) {
    List<DocumentedCommand> found = new ArrayList<>();
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String place = page + ":" + (i + 1);
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (fenced) {
        found.addAll(ofShell(place, line));
      } else {
        INLINE.matcher(line).results().forEach(m -> found.addAll(inSentence(place, m.group(1))));
      }
    }
    return found;
  }

  /** A name alone speaks about the command; with more words it is to be typed. */
  private static List<DocumentedCommand> inSentence(String place, String text) {
    List<DocumentedCommand> found = ofShell(place, text);
    return found.stream()
        .map(
            command ->
                command.words().size() == 1
                    ? new DocumentedCommand(place, List.of(command.words().get(0), "--help"))
                    : command)
        .toList();
  }

  private static List<DocumentedCommand> ofHelp() {
    List<DocumentedCommand> found = new ArrayList<>(ofHelp("hubkeeper", line(List.of())));
    found.addAll(ofHelp("hubkeeper worker", org.hubkeeper.worker.Main.line()));
    return found;
  }

  private static List<DocumentedCommand> ofHelp(String name, CommandLine command) {
    List<DocumentedCommand> found = new ArrayList<>();
    command
        .getUsageMessage(Ansi.OFF)
        .lines()
        .filter(line -> line.startsWith("  "))
        .forEach(line -> found.addAll(ofShell("help of " + name, line.strip())));
    command.getSubcommands().forEach((sub, line) -> found.addAll(ofHelp(name + " " + sub, line)));
    return found;
  }

  /** Our commands in one line as a shell reads it. */
  static List<DocumentedCommand> ofShell(String place, String line) {
    List<DocumentedCommand> found = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.startsWith("$ ") ? line.substring(2) : line);
    while (word.find()) {
      if (word.group(4) != null) {
        add(found, place, words);
        words = new ArrayList<>();
      } else if (word.group(3) == null && word.group(5) == null) {
        words.add(
            Stream.of(1, 2, 6).map(word::group).filter(g -> g != null).findFirst().orElseThrow());
      }
    }
    add(found, place, words);
    return found;
  }

  /** Also where a line begins with variables or {@code source <(}. */
  private static void add(List<DocumentedCommand> found, String place, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      boolean leads =
          words.subList(0, i).stream().allMatch(w -> w.equals("source") || w.contains("="));
      if (leads && OURS.matcher(words.get(i)).find()) {
        found.add(new DocumentedCommand(place, List.copyOf(words.subList(i + 1, words.size()))));
        return;
      }
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
      return Stream.of(top, docs, examples)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @Override
  public String toString() {
    return place + ": hubkeeper " + String.join(" ", words);
  }
}
