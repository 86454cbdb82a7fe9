package org.hubkeeper.starter.connect;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/** Reads Temporal's environment configuration. */
final class Profile {

  private static final String ADDRESS = "127.0.0.1:7233";
  private static final String NAMESPACE = "default";

  private Profile() {}

  static ClientConfigProfile load(ConnectionFlags flags) {
    LoadClientConfigProfileOptions.Builder options = LoadClientConfigProfileOptions.newBuilder();
    if (!flags.profile().isEmpty()) {
      options.setConfigFileProfile(flags.profile());
    } else if (ConfigFile.absent(System.getenv())) {
      // The reader of a file that is not there takes a good part of what a short command takes.
      options.setDisableFile(true);
    }
    try {
      return complete(ClientConfigProfile.load(options.build()), flags);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          Exit.USAGE,
          "Temporal's configuration can't be read: "
              + e.getMessage()
              + "; check --profile, TEMPORAL_PROFILE and the file in TEMPORAL_CONFIG_FILE",
          e);
    }
  }

  private static ClientConfigProfile complete(ClientConfigProfile read, ConnectionFlags flags) {
    return read.toBuilder()
        .setAddress(first(flags.address(), read.getAddress(), ADDRESS))
        .setNamespace(first(flags.namespace(), read.getNamespace(), NAMESPACE))
        .build();
  }

  private static String first(String flag, String configured, String otherwise) {
    if (!flag.isEmpty()) {
      return flag;
    }
    return configured == null || configured.isEmpty() ? otherwise : configured;
  }
}
