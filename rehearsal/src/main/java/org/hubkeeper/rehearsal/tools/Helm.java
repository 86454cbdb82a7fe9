package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Chooses a {@code helm}: the one that people use here if it fits, else the one that was built. */
final class Helm {

  private static final Release LEAST_3 = new Release(3, 13);
  private static final Release LEAST_4 = new Release(4, 0);

  private Helm() {}

  /**
   * Chooses.
   *
   * @param built directory of the built program, which is also helm
   */
  static Path of(SearchPath path, Path built) {
    return path.all("helm").stream().filter(Helm::fits).findFirst().orElse(built.resolve("helm"));
  }

  private static boolean fits(Path helm) {
    return Asked.command(List.of(helm.toString(), "version", "--short"), Map.of())
        .flatMap(Release::in)
        .filter(version -> version.fits(LEAST_3) || version.fits(LEAST_4))
        .isPresent();
  }
}
