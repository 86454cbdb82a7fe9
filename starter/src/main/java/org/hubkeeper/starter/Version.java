package org.hubkeeper.starter;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version and commit, as the build wrote them down. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  /** As {@code hubkeeper 1.2.0 (commit 0a1b2c3)}. */
  public static String text() {
    Properties commit = read("commit.properties");
    String id = commit.getProperty("git.commit.id.abbrev", "unknown");
    String changed = commit.getProperty("git.dirty", "").equals("true") ? ", changed since" : "";
    return "hubkeeper %s (commit %s%s)"
        .formatted(read("version.properties").getProperty("version", "unknown"), id, changed);
  }

  private static Properties read(String name) {
    Properties properties = new Properties();
    // Absent when it was built outside a repository.
    try (InputStream in = Version.class.getResourceAsStream(name)) {
      if (in != null) {
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      return properties;
    }
  }
}
