package org.hubkeeper.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hubkeeper.fleet.blueprint.BlueprintReader;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import org.hubkeeper.workflows.runbook.Runbooks;

/** The fleet file: which clusters there are, who works on them, and who must approve what. */
public final class FleetFile {

  private static final String SCHEMA = resource("fleet.schema.json");

  private final Path file;
  private final byte[] bytes;
  private final Content content;
  private String commit;

  private FleetFile(Path file, byte[] bytes, Content content) {
    this.file = file;
    this.bytes = bytes;
    this.content = content;
  }

  /** The document's fields. */
  record Content(String apiVersion, List<Member> team, List<ClusterEntry> clusters) {
    Content {
      team = team == null ? List.of() : List.copyOf(team);
    }

    List<Person> people() {
      return team.stream().map(member -> new Person(member.name(), member.roles())).toList();
    }
  }

  /** A member of the team as the file has it. */
  record Member(String name, List<String> roles) {
    Member {
      roles = roles == null ? List.of() : List.copyOf(roles);
    }
  }

  /**
   * Reads a fleet file, and refuses approval rules for a runbook that the catalogue does not have:
   * a rule whose runbook is misspelt protects nothing.
   *
   * @throws FleetException with all problems
   */
  public static FleetFile read(Path file) {
    return read(file, Runbooks.all().stream().map(RunbookInfo::name).toList());
  }

  /**
   * The same with another catalogue.
   *
   * @param runbooks names of all runbooks; empty accepts any
   */
  public static FleetFile read(Path file, Collection<String> runbooks) {
    byte[] bytes = StrictYaml.bytes(file);
    Problems problems = new Problems(file);
    Place document = StrictYaml.checked(file, bytes, SCHEMA, problems);
    FleetChecks.check(document, problems);
    ApprovalChecks.check(document, runbooks, problems);
    problems.refuse();
    return new FleetFile(file, bytes, StrictYaml.value(document, Content.class));
  }

  /** The JSON Schema of a fleet file, for editors. */
  public static String schema() {
    return SCHEMA;
  }

  public Path path() {
    return file;
  }

  /** In the order of the file. */
  public List<ClusterEntry> clusters() {
    return content.clusters();
  }

  /** The people whose approvals count. */
  public List<Person> team() {
    return content.people();
  }

  public Optional<ClusterEntry> cluster(String name) {
    return clusters().stream().filter(cluster -> cluster.name().equals(name)).findFirst();
  }

  /** What to tell somebody who asks for a cluster that is not there. */
  public String unknown(String name) {
    List<String> known = clusters().stream().map(ClusterEntry::name).toList();
    return "no cluster " + Words.quote(name) + " in " + file + Input.suggestion(name, known);
  }

  /** What a run records of a cluster; empty when there is none of that name. */
  public Optional<ClusterSlice> slice(String name) {
    return cluster(name).map(this::slice);
  }

  /**
   * All that the file wants of a cluster and what runs on it, with the files that it names; empty
   * when there is no such cluster, or none of its eksctl file is told.
   *
   * @throws FleetException with all problems of those files
   */
  public Optional<Blueprint> blueprint(String name) {
    return cluster(name)
        .filter(cluster -> !cluster.definition().isEmpty())
        .map(cluster -> BlueprintReader.read(file, document(), cluster));
  }

  /** The files that it names, relative to it; secrets are none of them. */
  public SortedSet<String> files() {
    SortedSet<String> files = new TreeSet<>();
    clusters().stream()
        .filter(cluster -> !cluster.definition().isEmpty())
        .forEach(
            cluster -> {
              files.add(cluster.definition());
              cluster.components().forEach(component -> files.addAll(component.files()));
            });
    return files;
  }

  /** Of bytes that have been read before. */
  private Place document() {
    return StrictYaml.document(file, bytes, new Problems(file)).orElseThrow();
  }

  /** Finds the secrets that this file refers to; its paths are relative to the file. */
  public SecretResolver secrets() {
    return new SecretResolver(file.toAbsolutePath().getParent());
  }

  private ClusterSlice slice(ClusterEntry cluster) {
    List<ClusterRef> neighbours =
        clusters().stream().filter(cluster::isNeighbourOf).map(ClusterEntry::ref).toList();
    return new ClusterSlice(
        cluster.ref(),
        cluster.hubs().stream()
            .map(
                hub ->
                    new ClusterSlice.Hub(
                        hub.name(), hub.namespace(), hub.api().there(), hub.host()))
            .toList(),
        neighbours,
        approvals(cluster, team()),
        cluster.owners(),
        cluster.timeZone(),
        cluster.freeze(),
        cluster.events(),
        cluster.upgrade().policy(cluster.ref().production()),
        commit(),
        sha256(),
        names(cluster));
  }

  private static ClusterSlice.Names names(ClusterEntry cluster) {
    boolean ours = cluster.dns().provider().equals("route53");
    return new ClusterSlice.Names(cluster.host(), ours ? cluster.dns().zone() : "");
  }

  static Approvals approvals(ClusterEntry cluster, List<Person> team) {
    return new Approvals(
        cluster.approvals().stream().map(ClusterEntry.Approval::rule).toList(), team);
  }

  /** Commit of what was read, with "-dirty" when it differs; empty when in no repository. */
  public synchronized String commit() {
    if (commit == null) {
      commit = Commit.of(file, bytes);
    }
    return commit;
  }

  /** SHA-256 of what was read, in hexadecimal digits. */
  public String sha256() {
    return Sha256.of(bytes);
  }

  private static String resource(String name) {
    try (InputStream stream = FleetFile.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
