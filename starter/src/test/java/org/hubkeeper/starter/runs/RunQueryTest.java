package org.hubkeeper.starter.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunQueryTest {

  @Test
  void onlyRunbooksAreAskedFor() {
    assertThat(query("", Optional.empty())).isEqualTo("WorkflowType IN ('A', 'B')");
  }

  @Test
  void whatPeopleTypeCantLeaveItsQuotes() {
    assertThat(query("x' OR 'a' = 'a", Optional.empty()))
        .endsWith("HubkeeperCluster = 'x'' OR ''a'' = ''a'");
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void everyStateCanBeAskedFor(Status status) {
    assertThat(query("", Optional.of(status))).containsAnyOf("ExecutionStatus", "HubkeeperState");
  }

  private static String query(String cluster, Optional<Status> status) {
    return new RunQuery(List.of("A", "B"), cluster, status, 10).text();
  }
}
