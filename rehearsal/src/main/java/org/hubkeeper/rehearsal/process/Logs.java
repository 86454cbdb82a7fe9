package org.hubkeeper.rehearsal.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The ends of log files, for messages. */
public final class Logs {

  private static final String FRAME = "\tat ";
  private static final int BYTES = 16 * 1024;

  private Logs() {}

  /** The last lines of a file without those of stack traces; empty when it is not there. */
  public static String tail(Path log, int lines) {
    List<String> all = end(log).lines().filter(line -> !line.startsWith(FRAME)).toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private static String end(Path log) {
    if (!Files.exists(log)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - BYTES));
      byte[] bytes = new byte[(int) Math.min(BYTES, file.length() - file.getFilePointer())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }
}
