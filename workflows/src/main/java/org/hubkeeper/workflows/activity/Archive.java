package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import org.hubkeeper.workflows.kernel.Report;

/** Keeps reports and event histories beyond the server's retention. */
@ActivityInterface(namePrefix = "Archive.")
public interface Archive {

  /** Returns once the report and the run's history so far are stored; says where. */
  String store(Report report);
}
