package org.hubkeeper.starter.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Whether Temporal's configuration file can be there at all. */
final class ConfigFile {

  private static final String NAME = "temporalio/temporal.toml";

  private ConfigFile() {}

  /** True only when it is sure: on Linux, with nothing said and no file in its places. */
  static boolean absent(Map<String, String> environment) {
    boolean named =
        environment.containsKey("TEMPORAL_CONFIG_FILE")
            || environment.containsKey("TEMPORAL_PROFILE");
    return !named
        && System.getProperty("os.name", "").equals("Linux")
        && Stream.of(
                environment.getOrDefault("XDG_CONFIG_HOME", ""),
                System.getProperty("user.home", "") + "/.config")
            .noneMatch(directory -> Files.exists(Path.of(directory, NAME)));
  }
}
