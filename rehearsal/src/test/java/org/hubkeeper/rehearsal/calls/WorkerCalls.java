package org.hubkeeper.rehearsal.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.activity.ActivityInterface;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Calls the activities of a world's real worker, each by a run of its own: what a proof finds in a
 * cluster can be asked without a whole runbook.
 */
public final class WorkerCalls implements AutoCloseable {

  private static final String QUEUE = "one-calls";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DataConverter CONVERTER = DefaultDataConverter.STANDARD_INSTANCE;

  private final WorkflowClient client;
  private final WorkerFactory factory;

  /** At the server that this client knows. */
  public WorkerCalls(WorkflowClient client) {
    this.client = client;
    this.factory = WorkerFactory.newInstance(client);
    factory.newWorker(QUEUE).registerWorkflowImplementationTypes(OneCall.Impl.class);
    factory.start();
  }

  /**
   * Activities on a queue; a call is tried so often and then fails with the last attempt's {@link
   * ApplicationFailure}.
   */
  public <T> T on(String queue, Class<T> activities, int attempts) {
    Object proxy =
        Proxy.newProxyInstance(
            activities.getClassLoader(),
            new Class<?>[] {activities},
            (self, method, given) -> call(queue, method, attempts, given));
    return activities.cast(proxy);
  }

  private Object call(String queue, Method method, int attempts, Object[] given) {
    List<JsonNode> arguments = new ArrayList<>();
    for (Object argument : given) {
      arguments.add(json(argument));
    }
    OneCall run =
        client.newWorkflowStub(
            OneCall.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId("one-call/" + name(method) + "/" + UUID.randomUUID())
                .build());
    try {
      return value(run.call(queue, name(method), attempts, arguments), method);
    } catch (WorkflowFailedException e) {
      if (e.getCause() instanceof ActivityFailure failed
          && failed.getCause() instanceof ApplicationFailure told) {
        throw told;
      }
      throw e;
    }
  }

  /** As Temporal names it. */
  private static String name(Method method) {
    String prefix = method.getDeclaringClass().getAnnotation(ActivityInterface.class).namePrefix();
    String name = method.getName();
    return prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static JsonNode json(Object argument) {
    try {
      return JSON.readTree(CONVERTER.toPayload(argument).orElseThrow().getData().toByteArray());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Object value(JsonNode result, Method method) {
    if (method.getReturnType() == void.class || result == null) {
      return null;
    }
    try {
      Payload payload = CONVERTER.toPayload(JSON.treeToValue(result, Object.class)).orElseThrow();
      return CONVERTER.fromPayload(payload, method.getReturnType(), method.getGenericReturnType());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(method + " returned no JSON", e);
    }
  }

  @Override
  public void close() {
    factory.shutdownNow();
  }
}
