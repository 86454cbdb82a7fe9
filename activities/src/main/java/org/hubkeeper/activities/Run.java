package org.hubkeeper.activities;

import io.temporal.activity.Activity;
import java.time.Instant;
import java.util.regex.Pattern;

/** The run that the current activity works for. */
public final class Run {

  private static final Pattern PAGES = Pattern.compile("(/page-[^/]*)+$");

  private Run() {}

  /** The workflow id of the run; a page of a large plan is a child that acts for its run. */
  public static String id() {
    return idOf(Activity.getExecutionContext().getInfo().getWorkflowId());
  }

  /** When the call that the thread works on was ordered; all its attempts share it. */
  public static Instant orderedAt() {
    return Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getScheduledTimestamp());
  }

  static String idOf(String workflowId) {
    return PAGES.matcher(workflowId).replaceFirst("");
  }
}
