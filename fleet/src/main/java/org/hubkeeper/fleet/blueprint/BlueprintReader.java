package org.hubkeeper.fleet.blueprint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.fleet.ClusterEntry;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.Component;

/** Reads the files that a cluster of the fleet file names, and puts its blueprint together. */
public final class BlueprintReader {

  private static final String GROUP_OF_FIELDS = "{\"type\": \"object\"}";
  private static final String FILES = "files";

  private final Path folder;
  private final ClusterEntry cluster;
  private final Place place;
  private final Problems problems;
  private final List<Problems> all = new ArrayList<>();

  private BlueprintReader(Path file, ClusterEntry cluster, Place place) {
    this.folder = file.resolveSibling("");
    this.cluster = cluster;
    this.place = place;
    this.problems = new Problems(file);
    all.add(problems);
  }

  /**
   * Returns what the fleet file wants of a cluster that has a definition.
   *
   * @param file the fleet file
   * @param document its content
   * @throws FleetException with all problems of all files
   */
  public static Blueprint read(Path file, Place document, ClusterEntry cluster) {
    Place place =
        document.items("clusters").stream()
            .filter(one -> one.text("name").orElse("").equals(cluster.name()))
            .findFirst()
            .orElseThrow();
    return new BlueprintReader(file, cluster, place).read();
  }

  private Blueprint read() {
    Optional<EksctlFile> eksctl =
        near(place.field("definition").orElse(place), cluster.definition())
            .flatMap(file -> EksctlFile.read(file, cluster));
    List<Place> places = place.items("components");
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      components.add(component(places.get(i), cluster.components().get(i), eksctl));
    }
    eksctl.ifPresent(
        known -> new IdentityRules(known, cluster.components(), places, problems).check());
    Problems.refuse(all);
    ClusterEntry.Dns dns = cluster.dns();
    return new Blueprint(
        eksctl.orElseThrow().definition(),
        cluster.host(),
        cluster.context(),
        new Blueprint.Dns(dns.provider(), dns.zone(), dns.ttl()),
        components);
  }

  private Component component(Place at, ComponentEntry entry, Optional<EksctlFile> eksctl) {
    EffectiveValues values = new EffectiveValues();
    List<Component.ValuesFile> files = new ArrayList<>();
    ObjectNode inline = entry.inline().deepCopy();
    for (Place reference : at.items("values")) {
      Optional<NearFile> file = near(reference, reference.raw());
      file.ifPresent(one -> files.add(new Component.ValuesFile(one.named(), one.sha256())));
      file.ifPresent(one -> add(one, values));
    }
    at.field("inline").ifPresent(own -> values.add(own, problems));
    LimitRules.check(values);
    ChartRules rules = new ChartRules(at, entry, values, problems);
    eksctl.ifPresent(known -> rules.check(known.definition()));
    // Wherever they are written, a plan judges them, by the prices of the pools.
    rules.priorities().ifPresent(key -> inline.set("priorities", values.lists(key)));
    return new Component(
        entry.name(),
        entry.wish(),
        entry.release(),
        entry.namespace(),
        entry.installer(),
        entry.timeoutMinutes(),
        files,
        inline.toString(),
        entry.secretValues(),
        entry.secretWishes(),
        entry.buckets(cluster.region()),
        entry.identityWishes(),
        entry.needs(),
        entry.onlyIf(),
        tasks(at, entry),
        entry.proofWishes());
  }

  private void add(NearFile file, EffectiveValues values) {
    file.document(GROUP_OF_FIELDS)
        .ifPresent(
            document -> {
              new ValueRules(file.problems()).check(document);
              values.add(document, file.problems());
            });
  }

  /** A task's files are told with what they hold, as {@code sha256}, in the same order. */
  private List<Component.Task> tasks(Place at, ComponentEntry entry) {
    List<Component.Task> tasks = new ArrayList<>();
    List<Place> places = at.items("tasks");
    for (int i = 0; i < places.size(); i++) {
      Map<String, String> with = new LinkedHashMap<>(ComponentEntry.without(entry.tasks().get(i)));
      Optional<Place> files = places.get(i).field(FILES);
      files.ifPresent(place -> with.put("sha256", hashes(place)));
      tasks.add(new Component.Task(places.get(i).text("type").orElseThrow(), with));
    }
    return tasks;
  }

  private String hashes(Place files) {
    List<String> hashes = new ArrayList<>();
    for (String named : files.raw().split(",")) {
      near(files, named)
          .ifPresent(
              file -> {
                DashboardRules.check(file);
                hashes.add(file.sha256());
              });
    }
    return String.join(",", hashes);
  }

  private Optional<NearFile> near(Place reference, String named) {
    Optional<NearFile> file = NearFile.of(folder, reference, named, problems);
    file.ifPresent(one -> all.add(one.problems()));
    return file;
  }
}
