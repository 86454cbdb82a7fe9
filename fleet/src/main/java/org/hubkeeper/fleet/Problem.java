package org.hubkeeper.fleet;

/**
 * One thing that is wrong with a file, as the person who wrote it reads it.
 *
 * @param line counted from 1; 0 when the problem is the file itself
 * @param path the field, as {@code clusters[0].region}; empty for the whole document
 * @param text what is wrong and what would be right
 */
public record Problem(String file, int line, int column, String path, String text) {

  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : ":" + line + ":" + column)
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + text;
  }
}
