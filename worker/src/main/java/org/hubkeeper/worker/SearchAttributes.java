package org.hubkeeper.worker;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.Board;

/** A namespace that lacks one of our search attributes stalls every run at its first task. */
final class SearchAttributes {

  private SearchAttributes() {}

  /** Registers what is missing, where that is allowed; else the message names the command. */
  static void ensure(Connection connection) throws WorkerConfig.Problem {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(connection.stubs().getRawChannel())
                .validateAndBuildWithDefaults());
    List<String> missing = missing(operator, connection.namespace());
    if (missing.isEmpty()) {
      return;
    }
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(connection.namespace());
    missing.forEach(
        name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    try {
      operator.blockingStub().addSearchAttributes(request.build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw new WorkerConfig.Problem(
            "the namespace lacks search attributes and this worker may not add them ("
                + e.getStatus().getCode()
                + "); run: temporal operator search-attribute create --namespace "
                + connection.namespace()
                + missing.stream()
                    .map(name -> " --name " + name + " --type Keyword")
                    .collect(Collectors.joining()));
      }
    }
  }

  private static List<String> missing(OperatorServiceStubs operator, String namespace) {
    Map<String, IndexedValueType> known;
    try {
      known =
          operator
              .blockingStub()
              .listSearchAttributes(
                  ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
              .getCustomAttributesMap();
    } catch (StatusRuntimeException e) {
      known = Map.of();
    }
    Map<String, IndexedValueType> have = known;
    return Board.ALL.stream().map(key -> key.getName()).filter(n -> !have.containsKey(n)).toList();
  }
}
