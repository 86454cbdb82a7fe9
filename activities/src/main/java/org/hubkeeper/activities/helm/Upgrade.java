package org.hubkeeper.activities.helm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.model.Component;

/** The words of one {@code helm upgrade --install}, and what it reads. */
record Upgrade(List<String> words, List<String> rendering, byte[] input, Masks masks) {

  /** What Helm may need beyond its own limit to note how it ended. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** Enough to go back to, and few enough that a namespace's Secrets stay readable. */
  private static final String HISTORY = "10";

  static Upgrade of(
      Component component, String digest, Path archive, ReleaseValues values, PrivateFolder own) {
    boolean kush = component.installer().equals("helm-kush");
    List<String> common =
        new ArrayList<>(kush ? List.of(Helm.KUSH, "upgrade") : List.of("upgrade"));
    common.add(component.release());
    common.add(kush ? unpacked(archive, own).toString() : archive.toString());
    common.addAll(List.of("--install", "--namespace", component.namespace()));
    // Else Helm would go on with values of earlier runs where none are given now.
    common.add("--reset-values");
    common.addAll(List.of("--labels", Releases.DIGEST_LABEL + "=" + Releases.label(digest)));
    byte[] input = values.input();
    if (kush) {
      common.add("--kush-interpolate");
      common.addAll(values.arguments().subList(0, values.arguments().size() - 2));
      Path inline = own.write("values-inline.yaml", new String(input, StandardCharsets.UTF_8));
      common.addAll(List.of("--values", inline.toString()));
      input = Helm.NOTHING;
    } else {
      common.addAll(List.of("--history-max", HISTORY));
      common.addAll(values.arguments());
    }
    List<String> words = new ArrayList<>(common);
    words.addAll(List.of("--wait", "--timeout", component.timeoutMinutes() + "m0s"));
    words.addAll(List.of("--output", "json"));
    List<String> rendering = new ArrayList<>(common);
    rendering.addAll(List.of("--dry-run=server", "--output", "json"));
    return new Upgrade(List.copyOf(words), List.copyOf(rendering), input, values.masks());
  }

  /** The plug-in takes a directory, or fetches a chart by itself, whichever is there by then. */
  private static Path unpacked(Path archive, PrivateFolder own) {
    HelmProcess.Outcome outcome =
        HelmProcess.run(
            new HelmProcess.Call(
                own.path(),
                List.of("tar", "-xzf", archive.toString(), "-C", own.path().toString()),
                java.util.Map.of(),
                Helm.NOTHING),
            Helm.READ,
            process -> {});
    if (!outcome.ok()) {
      throw org.hubkeeper.workflows.kernel.Failures.of(
          org.hubkeeper.workflows.kernel.FailureKind.REJECTED,
          "the chart's archive can't be unpacked",
          null);
    }
    return own.onlyFolder();
  }
}
