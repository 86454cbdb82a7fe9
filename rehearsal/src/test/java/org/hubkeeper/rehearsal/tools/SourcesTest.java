package org.hubkeeper.rehearsal.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

  @TempDir private Path directory;

  @Test
  void whatWeShipIsComplete() {
    assertThat(Sources.of("python").files())
        .containsKeys("requirements.txt", "hubkeeper_sim/__main__.py")
        .doesNotContainKey("tests/conftest.py");
    assertThat(Sources.of("kube").files())
        .containsKeys("go.mod", "go.sum", "main.go", "internal/up/up.go")
        .containsKey("internal/stages/pod-ends.yaml")
        .doesNotContainKey("internal/up/up_test.go");
    assertThat(Sources.of("deploy").files())
        .containsKeys("iam/prune-volumes.json", "rbac/prune-volumes.yaml");
    assertThat(Sources.of("examples").files()).containsKey("ds-osu/fleet.yaml");
    assertThat(Sources.of("examples").below("ds-osu").files())
        .containsKeys("fleet.yaml", "cluster.yaml", "values/01-ingress.yaml")
        .doesNotContainKey("ds-osu/fleet.yaml");
  }

  @Test
  void theHashFollowsNamesContentsAndWhateverElseMatters() {
    String hash = sources(Map.of("a", "1")).hash();

    assertThat(sources(Map.of("a", "1")).hash()).isEqualTo(hash);
    assertThat(sources(Map.of("a", "2")).hash()).isNotEqualTo(hash);
    assertThat(sources(Map.of("b", "1")).hash()).isNotEqualTo(hash);
    assertThat(sources(Map.of("a", "1")).hash("flag")).isNotEqualTo(hash);
  }

  @Test
  void unpackedFilesAreWholeAndStayAsTheyAre() {
    Cache cache = new Cache(directory);
    Sources sources = sources(Map.of("a", "1", "deep/er/b", "2"));

    Path place = sources.unpack(cache);

    assertThat(place.resolve("a")).hasContent("1");
    assertThat(place.resolve("deep/er/b")).hasContent("2");
    assertThat(sources.unpack(cache)).isEqualTo(place);
  }

  private static Sources sources(Map<String, String> files) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new Sources("test", bytes);
  }
}
