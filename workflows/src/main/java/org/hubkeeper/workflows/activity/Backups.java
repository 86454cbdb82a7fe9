package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/** Backups of a cluster by the tool that runs in it. */
@ActivityInterface(namePrefix = "Backups.")
public interface Backups {

  /**
   * A backup.
   *
   * @param location bucket and prefix that it is in
   * @param trouble what went wrong; empty when it is complete
   */
  record BackupFact(String name, Instant completedAt, String location, String trouble) {}

  /** Complete backups, newest first, at most 20; none where nothing makes backups. */
  List<BackupFact> list(ClusterRef cluster);

  /**
   * Returns once a backup of that name of these namespaces, or all, is complete. MISSING where
   * nothing makes backups, REJECTED when it failed.
   */
  BackupFact ensure(ClusterRef cluster, String name, List<String> namespaces);
}
