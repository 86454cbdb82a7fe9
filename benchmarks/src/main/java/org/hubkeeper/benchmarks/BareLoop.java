package org.hubkeeper.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * What an experienced person would write for one afternoon: the same AWS calls as the runbook
 * makes, by as many threads, with nothing around them. No claims are asked for, nothing is
 * recorded, and after a crash nobody knows what was done.
 */
final class BareLoop {

  private static final int THREADS = 16;
  private static final int BATCH = 500;
  private static final int SNAPSHOTS_AT_ONCE = 200;

  private final Ec2Client ec2;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  BareLoop(URI endpoint, String region) {
    ec2 =
        Ec2Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("benchmark", "benchmark")))
            .build();
  }

  /** Lists, marks, makes snapshots, waits for them, looks and deletes. */
  int run() throws InterruptedException, ExecutionException {
    List<Volume> found =
        ec2
            .describeVolumesPaginator(r -> r.filters(available()).maxResults(BATCH))
            .volumes()
            .stream()
            .toList();
    List<String> ids = found.stream().map(Volume::volumeId).toList();
    for (List<String> batch : batches(ids, BATCH)) {
      ec2.createTags(r -> r.resources(batch).tags(tag("candidate", "yes")));
    }
    List<String> snapshots = all(ids, id -> () -> snapshot(id));
    awaitCompleted(snapshots);
    all(ids, id -> () -> delete(id));
    threads.shutdown();
    return ids.size();
  }

  private String snapshot(String volume) {
    return ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
  }

  private void awaitCompleted(List<String> snapshots) throws InterruptedException {
    for (List<String> batch : batches(snapshots, SNAPSHOTS_AT_ONCE)) {
      while (!completed(batch)) {
        Thread.sleep(250);
      }
    }
  }

  private boolean completed(List<String> batch) {
    List<Snapshot> seen = ec2.describeSnapshots(r -> r.snapshotIds(batch)).snapshots();
    return seen.stream().allMatch(snapshot -> snapshot.state() == SnapshotState.COMPLETED);
  }

  private String delete(String volume) {
    boolean detached =
        ec2
            .describeVolumes(r -> r.filters(filter("volume-id", List.of(volume)), available()))
            .volumes()
            .stream()
            .findFirst()
            .isPresent();
    if (detached) {
      ec2.deleteVolume(r -> r.volumeId(volume));
    }
    return volume;
  }

  private List<String> all(
      List<String> ids, java.util.function.Function<String, Callable<String>> work)
      throws InterruptedException, ExecutionException {
    List<String> results = new ArrayList<>();
    for (Future<String> one : threads.invokeAll(ids.stream().map(work).toList())) {
      results.add(one.get());
    }
    return results;
  }

  private static Filter available() {
    return filter("status", List.of("available"));
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<List<String>> batches(List<String> all, int size) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return batches;
  }
}
