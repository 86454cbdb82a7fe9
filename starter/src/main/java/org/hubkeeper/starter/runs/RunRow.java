package org.hubkeeper.starter.runs;

import java.time.Instant;
import org.hubkeeper.workflows.kernel.Report.Status;

/**
 * A line of a list of runs.
 *
 * @param finishedAt {@link Instant#EPOCH} while it is open
 */
public record RunRow(
    String runbook,
    String cluster,
    RunRef run,
    Status status,
    String waitingFor,
    Instant startedAt,
    Instant finishedAt) {}
