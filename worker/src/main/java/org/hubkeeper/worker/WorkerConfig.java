package org.hubkeeper.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.hubkeeper.activities.aws.AwsLimits.Rates;
import org.hubkeeper.fleet.CodecKeys;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.SecretException;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.fleet.StrictYaml;
import org.hubkeeper.workflows.codec.PayloadKey;

/**
 * The worker's configuration file. Paths in it are relative to it.
 *
 * @param fleet the fleet file
 * @param archive directory for reports and histories
 * @param pools worker pools whose activities this worker serves
 * @param runbooks whether it runs the runbooks themselves
 * @param allowTimeFactor whether runs may let time pass faster than it does
 * @param stallSeconds how long what is left may stay the same before a person is asked
 * @param caBundle PEM file with certificates to trust besides the usual ones; empty for none
 * @param readyFile file that is written once the worker polls; empty for none
 * @param dnsServers who is asked for names, as {@code host:port}; empty for the system's servers
 * @param proofImage image of the pods that prove something; empty for the usual one
 * @param codec keys that payloads are encrypted with; none: they are in clear
 * @param channels ways to tell people; {@code notify} in the file
 */
public record WorkerConfig(
    Temporal temporal,
    Path fleet,
    Path archive,
    List<String> pools,
    Boolean runbooks,
    Boolean allowTimeFactor,
    Integer stallSeconds,
    Health health,
    String caBundle,
    String readyFile,
    AwsRates awsRates,
    List<String> dnsServers,
    Helm helm,
    String proofImage,
    Codec codec,
    @JsonProperty("notify") List<Channel> channels) {

  public WorkerConfig {
    temporal = temporal == null ? new Temporal("") : temporal;
    pools = pools == null ? List.of() : List.copyOf(pools);
    runbooks = runbooks == null || runbooks;
    allowTimeFactor = allowTimeFactor != null && allowTimeFactor;
    stallSeconds = stallSeconds == null ? (int) Registration.STALL.toSeconds() : stallSeconds;
    caBundle = caBundle == null ? "" : caBundle;
    readyFile = readyFile == null ? "" : readyFile;
    awsRates = awsRates == null ? new AwsRates(null, null, null, null) : awsRates;
    dnsServers = dnsServers == null ? List.of() : List.copyOf(dnsServers);
    helm = helm == null ? new Helm(null, null, null) : helm;
    proofImage = proofImage == null ? "" : proofImage;
    codec = codec == null ? new Codec(null, null) : codec;
    channels = channels == null ? List.of(Channel.LOG) : List.copyOf(channels);
  }

  /** Everything else about the connection comes from Temporal's own environment configuration. */
  public record Temporal(String profile) {
    public Temporal {
      profile = profile == null ? "" : profile;
    }
  }

  /** Where health and metrics are served, on loopback; port 0 takes a free one. */
  public record Health(int port) {}

  /**
   * How Helm is used.
   *
   * @param command a program of the search path, or a file
   * @param plainHttp whether chart registries are spoken to without TLS
   * @param cache directory for chart archives; empty for one of this machine's temporary ones
   */
  public record Helm(String command, Boolean plainHttp, String cache) {
    public Helm {
      command = command == null ? "helm" : command;
      plainHttp = plainHttp != null && plainHttp;
      cache = cache == null ? "" : cache;
    }

    private Helm in(Path folder) {
      return new Helm(
          command.contains("/") ? folder.resolve(command).normalize().toString() : command,
          plainHttp,
          cache.isEmpty()
              ? Path.of(System.getProperty("java.io.tmpdir"), "hubkeeper.charts").toString()
              : folder.resolve(cache).normalize().toString());
    }
  }

  /** Calls a second to AWS, per account and region; what is left out gets the default. */
  public record AwsRates(Integer changes, Integer burst, Integer reads, Integer readBurst) {

    Rates rates() {
      Rates byDefault = Rates.DEFAULT;
      return new Rates(
          changes == null ? byDefault.changes() : changes,
          burst == null ? byDefault.burst() : burst,
          reads == null ? byDefault.reads() : reads,
          readBurst == null ? byDefault.readBurst() : readBurst);
    }
  }

  /**
   * Encryption of payloads.
   *
   * @param keys the first encrypts, all decrypt
   * @param origins pages that may ask the codec endpoint beside {@code /healthz}; none: there is no
   *     such endpoint
   */
  public record Codec(List<CodecKeys.Place> keys, List<String> origins) {
    public Codec {
      keys = keys == null ? List.of() : List.copyOf(keys);
      origins = origins == null ? List.of() : List.copyOf(origins);
    }

    /** Fetches the keys; references to files are relative to the fleet file, as all are. */
    List<PayloadKey> fetch(Path fleet) throws Problem {
      try {
        return CodecKeys.fetch(keys, new SecretResolver(fleet.getParent()), "codec.keys");
      } catch (SecretException e) {
        throw new Problem(e.getMessage());
      }
    }
  }

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

    public Channel {
      host = host == null ? "" : host;
      from = from == null ? "" : from;
    }
  }

  /** The configuration cannot be used; the message says why and what to do. */
  public static final class Problem extends Exception {
    Problem(String message) {
      super(message);
    }
  }

  /** Reads the file, strictly; every path is made absolute. */
  public static WorkerConfig read(Path file) throws Problem {
    try {
      return StrictYaml.read(file, schema(), WorkerConfig.class)
          .in(file.toAbsolutePath().getParent());
    } catch (FleetException e) {
      throw new Problem(e.getMessage());
    }
  }

  /** The JSON Schema of the file. */
  public static String schema() {
    try (InputStream in = WorkerConfig.class.getResourceAsStream("worker.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WorkerConfig in(Path folder) {
    return new WorkerConfig(
        temporal,
        folder.resolve(fleet).normalize(),
        folder.resolve(archive).normalize(),
        pools,
        runbooks,
        allowTimeFactor,
        stallSeconds,
        health,
        caBundle.isEmpty() ? "" : folder.resolve(caBundle).normalize().toString(),
        readyFile.isEmpty() ? "" : folder.resolve(readyFile).normalize().toString(),
        awsRates,
        dnsServers,
        helm.in(folder),
        proofImage,
        codec,
        channels);
  }
}
