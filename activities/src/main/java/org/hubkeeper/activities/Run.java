package org.hubkeeper.activities;

import io.temporal.activity.Activity;
import java.util.regex.Pattern;

/** The run that the current activity works for. */
public final class Run {

  private static final Pattern PAGES = Pattern.compile("(/page-[^/]*)+$");

  private Run() {}

  /** The workflow id of the run; a page of a large plan is a child that acts for its run. */
  public static String id() {
    return idOf(Activity.getExecutionContext().getInfo().getWorkflowId());
  }

  static String idOf(String workflowId) {
    return PAGES.matcher(workflowId).replaceFirst("");
  }
}
