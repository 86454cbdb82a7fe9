package org.hubkeeper.activities.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/** Calls the {@code helm} command, for a cluster or for none. */
final class Helm {

  static final byte[] NOTHING = {};

  /** The plug-in that passes its arguments on to Helm; it finds the cluster by variables. */
  static final String KUSH = "kush";

  /** For calls that only read or render. */
  static final Duration READ = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HelmSettings settings;
  private final Function<ClusterRef, ClusterAccess> access;
  private final Consumer<ClusterRef> proved;

  /**
   * Takes what it needs of a cluster.
   *
   * @param proved fails when the cluster's API server does not answer, does not let the worker in,
   *     or is not the registered one
   */
  Helm(
      HelmSettings settings,
      Function<ClusterRef, ClusterAccess> access,
      Consumer<ClusterRef> proved) {
    this.settings = settings;
    this.access = access;
    this.proved = proved;
    try {
      // Marks of running commands in it are acted upon, so nobody else may write them.
      Files.createDirectories(
          settings.cache(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HelmSettings settings() {
    return settings;
  }

  /** Opens a cluster for some calls; it has proved to be the right one. */
  Session open(ClusterRef cluster) {
    proved.accept(cluster);
    return new Session(cluster, PrivateFolder.create());
  }

  /** A call that needs no cluster. */
  Outcome alone(Duration limit, List<String> words) {
    HelmProcess.Call call =
        new HelmProcess.Call(settings.cache(), command(words), Map.of(), NOTHING);
    return HelmProcess.run(call, limit, process -> {});
  }

  /** What a command printed as JSON. */
  static JsonNode json(Outcome outcome) {
    try {
      return JSON.readTree(outcome.output());
    } catch (JsonProcessingException e) {
      // The parser's message would repeat what was printed, which may hold secrets.
      throw Failures.of(FailureKind.UNEXPECTED, "Helm printed what is no JSON", null);
    }
  }

  private List<String> command(List<String> words) {
    List<String> all = new ArrayList<>(List.of(settings.command()));
    all.addAll(words);
    return all;
  }

  /** Calls about one cluster. */
  final class Session implements AutoCloseable {
    private final ClusterRef cluster;
    private final PrivateFolder folder;
    private final HelmAccess opened;

    private Session(ClusterRef cluster, PrivateFolder folder) {
      this.cluster = cluster;
      this.folder = folder;
      this.opened =
          HelmAccess.open(cluster.name(), access.apply(cluster), settings.network(), folder);
    }

    ClusterRef cluster() {
      return cluster;
    }

    PrivateFolder folder() {
      return folder;
    }

    Outcome read(byte[] input, List<String> words) {
      return run(READ, input, words, process -> {});
    }

    /** Runs a call that may change something; its mark stays until it has come to its own end. */
    Outcome change(Duration limit, byte[] input, List<String> words, RunningMark mark) {
      Attempt.checkStillOurs();
      Outcome outcome = run(limit, input, words, mark::write);
      if (!outcome.late()) {
        mark.clear();
      }
      return outcome;
    }

    /**
     * Why a call failed that should not have.
     *
     * @param said what may be repeated of what the command said
     */
    RuntimeException failed(String what, Outcome outcome, String said) {
      proved.accept(cluster);
      return Failures.of(
          outcome.late() ? FailureKind.UNAVAILABLE : FailureKind.REJECTED,
          outcome.late() ? what + ": Helm did not end in time" : what + ": " + said,
          null);
    }

    @Override
    public void close() {
      opened.close();
      folder.close();
    }

    private Outcome run(
        Duration limit, byte[] input, List<String> words, Consumer<ProcessHandle> started) {
      List<String> all = command(words);
      Map<String, String> variables = new HashMap<>(opened.variables());
      if (words.get(0).equals(KUSH)) {
        // It asks the terminal for colours, and without one it gives up.
        variables.put("TERM", "xterm");
      } else {
        all.addAll(opened.arguments());
      }
      HelmProcess.Call call = new HelmProcess.Call(folder.path(), all, variables, input);
      return HelmProcess.run(call, limit, started);
    }
  }
}
