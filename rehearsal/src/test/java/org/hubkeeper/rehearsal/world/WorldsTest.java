package org.hubkeeper.rehearsal.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hubkeeper.rehearsal.tools.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldsTest {

  @TempDir private Path directory;

  @Test
  void twoWorldsNeverShareADirectory() {
    Worlds worlds = new Worlds(new Cache(directory));

    try (Worlds.Held one = worlds.fresh();
        Worlds.Held other = worlds.fresh()) {
      assertThat(one.directory()).isNotEqualTo(other.directory());
      assertThat(Worlds.held(one.directory())).isTrue();
    }
  }

  @Test
  void aDirectoryGoesWithItsWorld() {
    Path gone;
    try (Worlds.Held one = new Worlds(new Cache(directory)).fresh()) {
      gone = one.directory();
    }

    assertThat(gone).doesNotExist();
    assertThat(Worlds.held(gone)).isFalse();
  }

  @Test
  void whatAKilledRehearsalLeftBehindIsDeletedByTheNext() throws IOException {
    Worlds worlds = new Worlds(new Cache(directory));
    Worlds.Held killed = worlds.fresh();
    Files.writeString(killed.directory().resolve("temporal.db"), "data");
    // A process that dies closes its files, and nothing else happens.
    killed.lock().close();

    try (Worlds.Held next = worlds.fresh()) {
      assertThat(killed.directory()).doesNotExist();
      assertThat(next.directory()).exists();
    }
  }
}
