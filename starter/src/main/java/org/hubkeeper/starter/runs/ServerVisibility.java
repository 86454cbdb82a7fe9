package org.hubkeeper.starter.runs;

import com.google.protobuf.ByteString;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.starter.connect.TemporalConnection;

/** Asks the server, page by page. */
public final class ServerVisibility implements Visibility {

  private static final int PAGE = 200;

  private final TemporalConnection connection;

  public ServerVisibility(TemporalConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<RunRow> list(String query, int limit) {
    List<RunRow> rows = new ArrayList<>();
    ByteString token = ByteString.EMPTY;
    do {
      ListWorkflowExecutionsResponse page =
          connection.service().listWorkflowExecutions(request(query, limit, token));
      for (WorkflowExecutionInfo info : page.getExecutionsList()) {
        rows.add(Rows.of(info));
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty() && rows.size() < limit);
    return List.copyOf(rows.subList(0, Math.min(limit, rows.size())));
  }

  private ListWorkflowExecutionsRequest request(String query, int limit, ByteString token) {
    return ListWorkflowExecutionsRequest.newBuilder()
        .setNamespace(connection.namespace())
        .setQuery(query)
        .setPageSize(Math.min(limit, PAGE))
        .setNextPageToken(token)
        .build();
  }
}
