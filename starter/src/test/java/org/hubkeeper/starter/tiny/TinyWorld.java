package org.hubkeeper.starter.tiny;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Main;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.kernel.Board;
import org.hubkeeper.workflows.kernel.StepInterceptor;

/** Temporal in this process, a worker for the tiny runbook, and the command line in front. */
public final class TinyWorld implements AutoCloseable {

  /** What a command did. */
  public record Result(int exit, String out, String err) {}

  public final TinyShelves shelves = new TinyShelves();
  public final Map<String, String> environment = new HashMap<>();

  private final Answering answering = new Answering();
  private final TestWorkflowEnvironment temporal;
  private WorkerFactory worker;

  public TinyWorld() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(false)
            .setWorkflowServiceStubsOptions(
                WorkflowServiceStubsOptions.newBuilder()
                    .setGrpcClientInterceptors(List.of(answering))
                    .build());
    for (SearchAttributeKey<String> key : Board.ALL) {
      options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    }
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    startWorker();
  }

  private void startWorker() {
    worker =
        WorkerFactory.newInstance(
            client(),
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new StepInterceptor(DefaultDataConverter.STANDARD_INSTANCE))
                .build());
    Worker served = worker.newWorker(RunClient.QUEUE);
    served.registerWorkflowImplementationTypes(TinyImpl.class);
    served.registerActivitiesImplementations(shelves);
    worker.start();
    answering.polled = true;
  }

  /** As after the last worker's end, long enough ago that the server knows. */
  public void stopWorker() {
    worker.shutdown();
    worker.awaitTermination(10, TimeUnit.SECONDS);
    answering.polled = false;
  }

  public WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  public RunClient runs() {
    return new RunClient(TemporalConnection.of(client(), "127.0.0.1:0"));
  }

  /** What visibility was asked. */
  public List<String> queries() {
    return List.copyOf(answering.queries);
  }

  /** Makes visibility know a run. */
  public void listed(RunRef run, Map<String, String> attributes) {
    WorkflowExecutionInfo.Builder info = WorkflowExecutionInfo.newBuilder();
    info.setExecution(
        WorkflowExecution.newBuilder().setWorkflowId(run.workflowId()).setRunId(run.runId()));
    info.getTypeBuilder().setName(Tiny.INFO.type());
    info.setStatusValue(1);
    info.getStartTimeBuilder().setSeconds(System.currentTimeMillis() / 1000);
    attributes.forEach(
        (name, value) ->
            info.getSearchAttributesBuilder()
                .putIndexedFields(
                    name,
                    Payload.newBuilder()
                        .setData(com.google.protobuf.ByteString.copyFromUtf8("\"" + value + "\""))
                        .build()));
    answering.runs.add(info.build());
  }

  /** Carries a command out where nobody can be asked. */
  public Result hubkeeper(String... words) {
    return hubkeeper(new ByteArrayInputStream(new byte[0]), false, words);
  }

  /** Carries a command out for a person who types these lines. */
  public Result typing(String lines, String... words) {
    InputStream typed = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    return hubkeeper(typed, true, words);
  }

  private Result hubkeeper(InputStream in, boolean person, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        person ? Console.person(out, err, in, Colour.OFF) : Console.plain(out, err, in);
    Context context =
        new Context(
            console,
            List.of(Tiny.INFO),
            flags -> TemporalConnection.of(client(), "127.0.0.1:0"),
            environment,
            "alex");
    int exit = Main.run(context, words);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    worker.shutdown();
    worker.awaitTermination(5, TimeUnit.SECONDS);
    temporal.close();
  }
}
