package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.process.Supervised;

/**
 * All that is needed to find a running world and to work in it.
 *
 * @param directory data, logs and configuration of its parts, by absolute path
 * @param keeper process that ends the world when it ends itself
 * @param fleetHash of the fleet file that it was made from
 * @param cluster the cluster that the scenario is about
 * @param dns port of the name server for the simulated zones
 * @param proxy port of the proxy that leads to simulated load balancers
 * @param registry host and port of the world's registry; empty when it has none
 */
public record WorldAddress(
    String directory,
    long keeper,
    String runbook,
    String scenario,
    String cluster,
    String fleetHash,
    String temporal,
    String ui,
    URI aws,
    int dns,
    int proxy,
    String registry,
    List<SimulatedCluster> clusters,
    Map<String, ControlPlane> controlPlanes) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One API server, as {@code hubkeeper-kube} tells it. The admin's certificate is for scenarios
   * and people, never for the worker.
   *
   * @param kubeletPort where nodes serve logs and forwarded ports; 0 without nodes
   * @param front what EKS hands out instead of the endpoint, and what looks older; may be null
   * @param auditLog file with every request that changed something; absent without nodes
   */
  public record ControlPlane(
      String endpoint,
      String caFile,
      String caData,
      String adminCertFile,
      String adminKeyFile,
      String kubeconfig,
      String uid,
      String front,
      int kubeletPort,
      String auditLog) {}

  /** A file or directory of the world. */
  public Path file(String name) {
    return Path.of(directory).resolve(name);
  }

  /** The fleet file as this world has it. */
  public Path fleet() {
    return file(WorkerProcess.FLEET);
  }

  /** Whether it is a world for the same runbook, fleet file and cluster. */
  public boolean fits(WorldPlan plan) {
    return runbook.equals(plan.spec().runbook())
        && cluster.equals(plan.cluster())
        && fleetHash.equals(plan.fleetHash());
  }

  /** Kills one of its processes as {@code kill -9} does; whoever runs the world revives it. */
  public void kill(String process) {
    Supervised.pidIn(file(process + ".pid"))
        .flatMap(ProcessHandle::of)
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  /** The same world after another scenario was set up in it. */
  public WorldAddress showing(String other) {
    return new WorldAddress(
        directory,
        keeper,
        runbook,
        other,
        cluster,
        fleetHash,
        temporal,
        ui,
        aws,
        dns,
        proxy,
        registry,
        clusters,
        controlPlanes);
  }

  /** Writes it down, in one step. */
  public void write(Path file) {
    try {
      Path partial = Files.createTempFile(file.getParent(), "world", ".part");
      JSON.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), this);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Reads what was written. */
  public static WorldAddress read(Path file) {
    try {
      return JSON.readValue(file.toFile(), WorldAddress.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
