package org.hubkeeper.rehearsal.world;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.rehearsal.process.Guard;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;

/**
 * Starts programs of ours in the same Java with the same class path. The launcher says by the
 * property {@code hubkeeper.dist} where its distribution is. Archives of loaded classes lie there:
 * with its own a worker is ready in a third of the time, and a killed one is soon replaced.
 */
final class Jvm {

  private static final String DISTRIBUTION = "hubkeeper.dist";
  private static final String CLASSES = "worker.classes";
  private static final String ARCHIVE = "worker.jsa";

  private Jvm() {}

  /** The command of an idle program up to, and without, the main class. */
  static List<String> small() {
    List<String> command = java();
    share(command, "starter.jsa");
    distribution().ifPresent(place -> command.add("-D" + DISTRIBUTION + "=" + place));
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return withClassPath(command);
  }

  /** The same for a worker; one that finds no archive notes in this directory what it loads. */
  static List<String> worker(Path directory) {
    List<String> command = java();
    if (!share(command, ARCHIVE) && archive().isPresent()) {
      command.add("-XX:DumpLoadedClassList=" + directory.resolve(CLASSES));
    }
    return withClassPath(command);
  }

  /** Makes the worker's archive, unless there is one, beside whatever else is going on. */
  static Optional<Supervised> archiveWorker(Guard guard, Path directory) {
    Path classes = directory.resolve(CLASSES);
    return archive()
        .filter(archive -> !Files.exists(archive) && Files.exists(classes))
        .map(archive -> Supervised.start(guard, archiving(classes, archive, directory)));
  }

  /** An archive is never seen half-written, whoever else makes one or ends us. */
  private static Launch archiving(Path classes, Path archive, Path directory) {
    List<String> command = new ArrayList<>();
    String script = "out=$1 archive=$2; shift 2; nice -n 10 \"$@\" && mv \"$out\" \"$archive.$$\"";
    command.addAll(List.of("sh", "-c", script + " && mv \"$archive.$$\" \"$archive\"", "sh"));
    Path out = directory.resolve(ARCHIVE);
    command.addAll(List.of(out.toString(), archive.toString()));
    command.addAll(java());
    command.addAll(List.of("-Xshare:dump", "-Xlog:disable", "-XX:SharedClassListFile=" + classes));
    command.add("-XX:SharedArchiveFile=" + out);
    return Launch.of("class archive", withClassPath(command), directory);
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return command;
  }

  private static boolean share(List<String> command, String name) {
    Optional<Path> archive =
        distribution().map(place -> place.resolve(name)).filter(Files::isRegularFile);
    archive.ifPresent(
        file -> command.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file)));
    return archive.isPresent();
  }

  private static Optional<Path> archive() {
    return distribution().filter(Files::isWritable).map(place -> place.resolve(ARCHIVE));
  }

  private static Optional<Path> distribution() {
    return Optional.ofNullable(System.getProperty(DISTRIBUTION)).map(Path::of);
  }

  private static List<String> withClassPath(List<String> command) {
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }
}
