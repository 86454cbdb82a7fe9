package org.hubkeeper.starter.tiny;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers the two calls that Temporal's test server lacks: who polls, and which runs there are. */
final class Answering implements ClientInterceptor {

  final List<WorkflowExecutionInfo> runs = new CopyOnWriteArrayList<>();
  final List<String> queries = new CopyOnWriteArrayList<>();
  volatile boolean polled;

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    String name = String.valueOf(method.getBareMethodName());
    return switch (name) {
      case "DescribeTaskQueue", "ListWorkflowExecutions" -> new Answered<>(this);
      default -> next.newCall(method, options);
    };
  }

  private Message answer(Object request) {
    return request instanceof ListWorkflowExecutionsRequest list ? listed(list) : pollers();
  }

  /** Understands just the beginning of an id; the language itself is the real server's. */
  private Message listed(ListWorkflowExecutionsRequest request) {
    queries.add(request.getQuery());
    Optional<String> prefix = part(request.getQuery(), "WorkflowId STARTS_WITH '");
    boolean other = request.getQuery().contains("RunId");
    return ListWorkflowExecutionsResponse.newBuilder()
        .addAllExecutions(
            runs.stream()
                .filter(run -> !other)
                .filter(run -> run.getExecution().getWorkflowId().startsWith(prefix.orElse("")))
                .toList())
        .build();
  }

  private static Optional<String> part(String query, String before) {
    int from = query.indexOf(before);
    return from < 0
        ? Optional.empty()
        : Optional.of(query.substring(from + before.length(), query.lastIndexOf('\'')));
  }

  private Message pollers() {
    DescribeTaskQueueResponse.Builder answer = DescribeTaskQueueResponse.newBuilder();
    if (polled) {
      answer.addPollers(
          PollerInfo.newBuilder()
              .setLastAccessTime(Timestamps.fromMillis(System.currentTimeMillis())));
    }
    return answer.build();
  }

  private static final class Answered<Q, A> extends ClientCall<Q, A> {

    private final Answering answering;
    private Listener<A> listener;

    Answered(Answering answering) {
      this.answering = answering;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      this.listener = listener;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void sendMessage(Q request) {
      listener.onHeaders(new Metadata());
      listener.onMessage((A) answering.answer(request));
      listener.onClose(Status.OK, new Metadata());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(String message, Throwable cause) {}

    @Override
    public void halfClose() {}
  }
}
