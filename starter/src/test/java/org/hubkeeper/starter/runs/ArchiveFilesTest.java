package org.hubkeeper.starter.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Fixture;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFilesTest {

  private static final Report REPORT = Fixture.report();

  @TempDir private Path directory;

  @Test
  void aReportIsFoundByTheBeginningOfItsIdAndReadWhole() throws IOException {
    store();
    ArchiveFiles archive = new ArchiveFiles(Optional.of(directory));

    RunRef run = new RunRef(REPORT.workflowId(), REPORT.runId());
    assertThat(archive.find("prune-volumes/ds-osu-test")).containsExactly(run);
    assertThat(archive.read(run)).contains(REPORT);
    assertThat(archive.rows()).extracting(RunRow::run).containsExactly(run);
    assertThat(archive.read(new RunRef(REPORT.workflowId(), "another"))).isEmpty();
  }

  @Test
  void whatIsNoReportIsPassedOver() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(folder.resolve("report.json"), "not JSON");
    Files.writeString(directory.resolve("report.json"), "{\"other\": 1}");

    assertThat(new ArchiveFiles(Optional.of(directory)).rows()).isEmpty();
  }

  @Test
  void aMissingDirectoryIsWrongUsage() {
    assertThatThrownBy(() -> new ArchiveFiles(Optional.of(directory.resolve("absent"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--archive or HUBKEEPER_ARCHIVE");
  }

  private void store() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("ds-osu-test/run"));
    Json.MAPPER.writeValue(folder.resolve("report.json").toFile(), REPORT);
  }
}
