package org.hubkeeper.rehearsal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hubkeeper.rehearsal.docs.DocumentedCommand;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.connect.Connector;
import org.hubkeeper.starter.terminal.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTextTest {

  @TempDir private Path folder;

  @Test
  void aRehearsalTakesTheFilesThatAFleetFileNamesAndNoSecret() throws IOException {
    Path fleet =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            apiVersion: hubkeeper.org/v1
            clusters:
              - name: trial
                environment: test
                cloud: aws
                account: "123456789012"
                region: us-west-2
                definition: clusters/trial.yaml
                components:
                  - name: 01-ingress
                    chart: oci://charts.example.org/nginx-ingress
                    version: 1.0.0
                    release: ingress
                    namespace: tools
                    values: [ingress.yaml, missing.yaml]
                    secrets: [{name: tls, entries: {key: "file:tls.key"}}]
            """);
    Files.createDirectories(folder.resolve("clusters"));
    for (String name : new String[] {"clusters/trial.yaml", "ingress.yaml", "tls.key", "other"}) {
      Files.writeString(folder.resolve(name), "x: y\n");
    }

    assertThat(FleetText.checked(fleet, context()).files().keySet())
        .containsExactly("clusters/trial.yaml", "fleet.yaml", "ingress.yaml");
  }

  private static Context context() {
    Console nowhere =
        Console.plain(
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            new ByteArrayInputStream(new byte[0]));
    return DocumentedCommand.context(nowhere, Connector.byEnvironment());
  }
}
