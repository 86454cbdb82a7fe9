package org.hubkeeper.starter.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where a command reads and writes, and what that place can show. */
public final class Console {

  private static final int WIDTH = 100;

  private final PrintStream out;
  private final PrintStream err;
  private final BufferedReader in;
  private final boolean interactive;
  private final Colour colour;
  private final int width;

  private Console(
      OutputStream out,
      OutputStream err,
      InputStream in,
      boolean interactive,
      Colour colour,
      int w) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.interactive = interactive;
    this.colour = colour;
    this.width = w;
  }

  /** The process's own streams. */
  public static Console system(Map<String, String> environment) {
    // Null unless a person sits at both ends; later releases of Java always have a console.
    boolean person = System.console() != null && Terminals.isTerminal(System.console());
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return new Console(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.in,
        person,
        person && !plain ? Colour.ON : Colour.OFF,
        person ? Terminals.width(environment, WIDTH) : WIDTH);
  }

  /** A place without a person, as a file or a pipe. */
  public static Console plain(OutputStream out, OutputStream err, InputStream in) {
    return new Console(out, err, in, false, Colour.OFF, WIDTH);
  }

  /** A person who types; for tests of what such a person sees. */
  public static Console person(OutputStream out, OutputStream err, InputStream in, Colour colour) {
    return new Console(out, err, in, true, colour, WIDTH);
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /** What a person types; looked at without blocking while a run goes on. */
  public BufferedReader in() {
    return in;
  }

  /** Whether a person can be asked. */
  public boolean interactive() {
    return interactive;
  }

  public Colour colour() {
    return colour;
  }

  public int width() {
    return width;
  }
}
