package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Helm 3 for everything, and its plug-in helm-kush for the placeholders, whose chart is made for
 * it. Runs where the {@code helm} on the PATH is a Helm 3 with that plug-in; it is skipped
 * elsewhere, for the Helm that rehearsals build is 4.
 */
@Tag("full")
@Timeout(1500)
class HelmKushRehearsalTest {

  @Test
  @Tag("fact-28")
  void aComponentIsInstalledByThePlugIn() throws Exception {
    assumeTrue(said("version", "--short").startsWith("v3."), "no Helm 3 here");
    assumeTrue(said("plugin", "list").contains("kush"), "no helm-kush here");

    try (BootstrapWorld world =
            BootstrapWorld.start(
                "ds-osu",
                "ds-osu-test",
                text ->
                    text.replace(
                        "      - name: 08-placeholders\n",
                        "      - name: 08-placeholders\n        installer: helm-kush\n"));
        AdminOfCluster admin = world.admin()) {
      Report report = world.run().approveAll();

      assertThat(report.error()).isEmpty();
      assertThat(report.status()).isEqualTo(Status.COMPLETED);
      assertThat(
              admin
                  .client()
                  .apps()
                  .deployments()
                  .inNamespace("placeholders")
                  .withName("hub")
                  .get()
                  .getMetadata()
                  .getAnnotations())
          .containsEntry("rehearsal.hubkeeper.org/installer", "helm-kush");
      assertThat(world.run().approveAll().plan().changes()).isEmpty();
    }
  }

  private static String said(String... words) throws IOException, InterruptedException {
    try {
      Process helm = new ProcessBuilder(words(words)).redirectErrorStream(true).start();
      String text = new String(helm.getInputStream().readAllBytes());
      helm.waitFor();
      return text;
    } catch (IOException e) {
      // There is none.
      return "";
    }
  }

  private static List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("helm"));
    all.addAll(List.of(words));
    return all;
  }
}
