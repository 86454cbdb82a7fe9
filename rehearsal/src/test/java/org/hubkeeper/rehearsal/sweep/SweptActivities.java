package org.hubkeeper.rehearsal.sweep;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.aws.AwsAccess;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.AwsLimits;
import org.hubkeeper.activities.kubernetes.KubeFailures;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.RehearsedAccount;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.worker.Registration;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * The worker's own activities, with its interceptors and clients, in this process: each time with
 * empty memory, in a world that is set up anew.
 */
abstract class SweptActivities implements AutoCloseable {

  private final RehearsedAccount account;
  private final ClusterRef cluster;
  private final int attempts;
  private AwsClients clients;
  private TestActivityEnvironment environment;

  /** {@code attempts}: after so many calls an activity will never return. */
  SweptActivities(RehearsedAccount account, ClusterRef cluster, int attempts) {
    this.account = account;
    this.cluster = cluster;
    this.attempts = attempts;
    System.setProperty("aws.endpointUrl", account.world().aws().toString());
    System.setProperty("aws.accessKeyId", account.workerKey().get(0));
    System.setProperty("aws.secretAccessKey", account.workerKey().get(1));
  }

  /** The cluster that a world's plan names first. */
  static ClusterRef first(RehearsalWorld world) {
    var about = world.plan().clusters().get(0);
    String uid = world.address().controlPlanes().get(about.name()).uid();
    return new ClusterRef(
        about.name(), "test", "aws", about.account(), about.region(), about.pool(), uid);
  }

  /** The world before; whoever calls this knows nothing of what was there. */
  abstract void seed();

  /** The implementations, with these clients. */
  abstract List<Object> implementations(AwsClients clients);

  /** The state in words that are the same in each world. */
  abstract Map<String, String> state();

  /** What has been done more often than is good; empty when all is well. */
  abstract Map<String, String> repeated();

  /** Lets nothing go wrong any more. */
  void calm() {
    aws().faults(List.of());
  }

  /** Counts requests from 0 again, and lets so many go wrong in this way, perhaps none. */
  void fault(String kind, int after, int count) {
    calm();
    aws().clearLog();
    if (count > 0) {
      String any = "*";
      aws()
          .faults(
              List.of(
                  Map.of(
                      "kind",
                      kind,
                      "service",
                      any,
                      "operation",
                      any,
                      "count",
                      count,
                      "after",
                      after)));
    }
  }

  /** How many requests have come from the worker's activities. */
  int requests() {
    return aws().log(0, "worker", false).size();
  }

  final SimulatedAws aws() {
    return new SimulatedAws(account.world().aws());
  }

  final RehearsedAccount account() {
    return account;
  }

  final ClusterRef cluster() {
    return cluster;
  }

  final <T> T on(Class<T> activities) {
    return environment.newActivityStub(activities);
  }

  /** What a new worker process knows: nothing. */
  final void forget() {
    close();
    clients =
        new AwsClients(
            ref -> new AwsAccess("", ""),
            Network.of(Map.of(), Optional.empty()),
            new AwsLimits(new AwsLimits.Rates(10_000, 10_000, 10_000, 10_000)),
            Run::id);
    FailureTranslators translators =
        new FailureTranslators(List.of(new AwsFailures(), new KubeFailures()));
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(Registration.factoryOptions(translators))
                .build());
    environment.registerActivitiesImplementations(implementations(clients).toArray());
  }

  /** Calls until it returns, as Temporal and, in the end, a person would. */
  final <T> T untilItReturns(Supplier<T> call) {
    List<String> failures = new ArrayList<>();
    while (failures.size() < attempts) {
      try {
        return call.get();
      } catch (ActivityFailure e) {
        failures.add(told(e));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
    throw new AssertionError("never returned: " + failures);
  }

  private static String told(ActivityFailure e) {
    ApplicationFailure failure = (ApplicationFailure) e.getCause();
    if (failure.getType().equals(FailureKind.UNEXPECTED.name())) {
      throw new AssertionError("an injected fault looks like a defect: " + failure);
    }
    return failure.getType() + " " + failure.getOriginalMessage();
  }

  @Override
  public void close() {
    if (environment != null) {
      environment.close();
      clients.close();
    }
  }
}
