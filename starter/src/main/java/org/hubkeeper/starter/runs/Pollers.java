package org.hubkeeper.starter.runs;

import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import org.hubkeeper.starter.connect.TemporalConnection;

/** Tells whether a worker serves a task queue. */
public final class Pollers {

  /** An idle worker asks about once a minute; the server remembers a dead one for five. */
  private static final Duration RECENT = Duration.ofSeconds(75);

  private final TemporalConnection connection;

  public Pollers(TemporalConnection connection) {
    this.connection = connection;
  }

  /** Whether runbooks of this queue are carried out and answer. */
  public boolean runbooks(String queue) {
    return polled(queue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW);
  }

  /** Whether activities of this queue are carried out. */
  public boolean activities(String queue) {
    return polled(queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
  }

  private boolean polled(String queue, TaskQueueType type) {
    Instant since = Instant.now().minus(RECENT);
    return connection
        .service()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(connection.namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
                .build())
        .getPollersList()
        .stream()
        .anyMatch(poller -> Rows.instant(poller.getLastAccessTime()).isAfter(since));
  }
}
