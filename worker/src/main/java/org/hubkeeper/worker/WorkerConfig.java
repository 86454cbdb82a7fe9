package org.hubkeeper.worker;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.Input;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The worker's configuration file. Paths in it are relative to it.
 *
 * @param fleet the fleet file
 * @param archive directory for reports and histories
 * @param pools worker pools whose activities this worker serves
 * @param runbooks whether it runs the runbooks themselves
 * @param allowTimeFactor whether runs may let time pass faster than it does
 * @param caBundle PEM file with certificates to trust besides the usual ones; empty for none
 * @param readyFile file that is written once the worker polls; empty for none
 */
public record WorkerConfig(
    Temporal temporal,
    Path fleet,
    Path archive,
    List<String> pools,
    @JsonSetter(nulls = Nulls.SKIP) Boolean runbooks,
    Boolean allowTimeFactor,
    Health health,
    String caBundle,
    String readyFile,
    List<Channel> notify) {

  public WorkerConfig {
    temporal = temporal == null ? new Temporal("") : temporal;
    pools = pools == null ? List.of() : List.copyOf(pools);
    runbooks = runbooks == null || runbooks;
    allowTimeFactor = allowTimeFactor != null && allowTimeFactor;
    caBundle = caBundle == null ? "" : caBundle;
    readyFile = readyFile == null ? "" : readyFile;
    notify = notify == null ? List.of(Channel.LOG) : List.copyOf(notify);
  }

  /** Everything else about the connection comes from Temporal's own environment configuration. */
  public record Temporal(String profile) {
    public Temporal {
      profile = profile == null ? "" : profile;
    }
  }

  /** Where health and metrics are served, on loopback; port 0 takes a free one. */
  public record Health(int port) {}

  /** One way to tell people; url, user and password are secret references. */
  public record Channel(
      String type,
      String url,
      String host,
      int port,
      String from,
      String user,
      String password,
      boolean startTls) {
    static final Channel LOG = new Channel("log", null, null, 0, null, null, null, false);
  }

  /** The configuration cannot be used; the message says why and what to do. */
  public static final class Problem extends Exception {
    Problem(String message) {
      super(message);
    }
  }

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Reads the file, strictly; every path is made absolute. */
  public static WorkerConfig read(Path file) throws Problem {
    try {
      Object yaml =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
      if (yaml == null) {
        throw new Problem(file + ": is empty; at least `fleet:` and `archive:` are needed");
      }
      return STRICT.convertValue(yaml, WorkerConfig.class).in(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new Problem(file + ": can't be read (" + e.getClass().getSimpleName() + ")");
    } catch (YamlEngineException e) {
      throw new Problem(file + ": not YAML: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new Problem(file + ": " + problem(e));
    }
  }

  private WorkerConfig in(Path folder) throws Problem {
    if (fleet == null) {
      throw new Problem("fleet: required; the path of the fleet file");
    }
    if (archive == null) {
      throw new Problem("archive: required; a directory for reports and histories");
    }
    return new WorkerConfig(
        temporal,
        folder.resolve(fleet).normalize(),
        folder.resolve(archive).normalize(),
        pools,
        runbooks,
        allowTimeFactor,
        health,
        caBundle.isEmpty() ? "" : folder.resolve(caBundle).normalize().toString(),
        readyFile.isEmpty() ? "" : folder.resolve(readyFile).normalize().toString(),
        notify);
  }

  private static String problem(IllegalArgumentException e) {
    if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
      List<String> known = unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
      return path(unknown) + ": unknown field" + Input.suggestion(unknown.getPropertyName(), known);
    }
    return e.getCause() instanceof JsonMappingException wrong
        ? path(wrong) + ": " + wrong.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(ref -> ref.getFieldName() == null ? "[" + ref.getIndex() + "]" : ref.getFieldName())
        .collect(Collectors.joining("."));
  }
}
