package org.hubkeeper.starter.runs;

import org.hubkeeper.workflows.kernel.Report;

/** A report and where it was read. */
public record RunView(Report report, Source source) {

  /** Where a report was read, from the freshest to the oldest. */
  public enum Source {
    /** The run answered. */
    RUN("the run"),
    /** The run has ended and left its report. */
    RESULT("its result"),
    /** No worker answered; the history was replayed here. */
    HISTORY("its history, as no worker answers for it"),
    /** The history can't be followed; only what the server knows. */
    SERVER("the server only, as this release can't follow its history"),
    /** No worker has picked the run up yet. */
    NEW("the server only, as no worker has picked the run up"),
    /** The server has forgotten the run. */
    ARCHIVE("the archive");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
