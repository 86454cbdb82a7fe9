package org.hubkeeper.workflows.kernel;

import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.WorkflowThreadLocal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hubkeeper.workflows.activity.Fleet;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Question.Choice;
import org.hubkeeper.workflows.kernel.Step.State;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;

/**
 * Names the steps of a runbook, so that people can follow, approve, pause and repair it.
 *
 * <p>Steps run where they are written: a step is a named call, not an object. When an activity
 * gives up, its step stops and asks the operator to retry or abort. There is no "skip": activities
 * first look at the world, so retrying after a repair by hand finds the work already done.
 */
public final class Steps {

  private record Current(int row, String name) {}

  private static final WorkflowThreadLocal<Current> CURRENT = new WorkflowThreadLocal<>();

  private final String runbook;
  private final Desk desk;
  private final Gate gate;
  private Clock clock;
  private Calls calls;
  private Lease lease;
  private Ending ending;

  private Steps(String runbook) {
    this.runbook = runbook;
    this.desk = new Desk(runbook);
    this.gate = new Gate(desk);
  }

  /** Creates the steps of the current workflow and makes them visible to {@link RunbookControl}. */
  public static Steps register(String runbook) {
    return new Steps(runbook);
  }

  /**
   * Runs a runbook from its raw input to its report. Bad input and a failed verification fail the
   * run; an abort, from whichever door, ends it with its report.
   */
  public <R extends Request> Report runbook(RawValue raw, Class<R> type, Consumer<R> body) {
    R request = Input.parse(raw, type);
    clock = new Clock(request.timeFactor());
    calls = new Calls(clock);
    lease = new Lease(runbook, calls);
    ending = new Ending(desk, lease, calls);
    desk.about(request.cluster(), request.requester());
    return ending.around(() -> body.accept(request));
  }

  public Clock clock() {
    return clock;
  }

  /** Returns a stub served by the workers of the cluster's pool. */
  public <T> T on(ClusterRef cluster, Class<T> activities, Patience patience) {
    return calls.on(cluster.taskQueue(), activities, patience);
  }

  /** The same where the fleet file says how long an attempt may take. */
  public <T> T on(ClusterRef cluster, Class<T> activities, Patience patience, Duration attempt) {
    return calls.on(cluster.taskQueue(), activities, patience, attempt);
  }

  /** Returns a stub served by the worker that runs the runbooks. */
  public <T> T here(Class<T> activities, Patience patience) {
    return calls.here(activities, patience);
  }

  /** Runs one step; asks the operator when it fails. */
  public void run(String name, Runnable body) {
    call(
        name,
        () -> {
          body.run();
          return null;
        });
  }

  /** The same with a result. */
  public <T> T call(String name, Supplier<T> body) {
    return track(name, row -> attempt(row, name, body));
  }

  /** One step that is a run of its own: a pause lets it be, for it has a pause of its own. */
  public <T> T child(String name, Supplier<T> body) {
    return track(
        name,
        row -> {
          desk.gate.pass();
          return inStep(new Current(row, name), body);
        });
  }

  /** Runs one step that ends with what it has proved, which then stands beside its name. */
  public void prove(String name, Supplier<String> body) {
    track(
        name,
        row -> {
          desk.log.note(row, attempt(row, name, body));
          return null;
        });
  }

  /** Within a step: says how far it is. */
  public void note(String text) {
    current().ifPresent(row -> desk.log.note(row, text));
  }

  /** Within a step: a failure of this call is an answer too. */
  public <T> T orElse(Supplier<T> call, Function<Failures.Told, T> otherwise) {
    return orElse(call, told -> true, otherwise);
  }

  /** The same where not every failure is an answer. */
  public <T> T orElse(
      Supplier<T> call, Predicate<Failures.Told> answer, Function<Failures.Told, T> otherwise) {
    try {
      return call.get();
    } catch (ActivityFailure e) {
      Failures.Told told = Failures.told(e);
      if (CancellationScope.current().isCancelRequested() || !answer.test(told)) {
        throw e;
      }
      return otherwise.apply(told);
    }
  }

  /** The same with a result, but a failure is an answer too, and no person is asked. */
  public <T> T callOr(String name, Supplier<T> body, Function<Failures.Told, T> otherwise) {
    return track(
        name,
        row -> {
          try {
            return desk.gate.call(() -> inStep(new Current(row, name), body));
          } catch (ActivityFailure e) {
            if (CancellationScope.current().isCancelRequested()) {
              throw e;
            }
            Failures.Told told = Failures.told(e);
            desk.log.note(row, told.message());
            return otherwise.apply(told);
          }
        });
  }

  /** Says why a step of the procedure is not needed this time. */
  public void skip(String name, String why) {
    desk.log.skip(name, why);
  }

  /**
   * Runs one step over many items, at most {@code atOnce} at a time. One question is asked for all
   * items that failed; RETRY repeats just those.
   */
  public <T> void forEach(
      String name, List<T> items, int atOnce, Function<T, String> label, Consumer<T> body) {
    track(
        name,
        row -> {
          List<T> left = items;
          int[] done = {0};
          while (!left.isEmpty()) {
            Siblings<T> siblings = new Siblings<>(atOnce);
            List<Siblings.Failed<T>> failed =
                siblings.run(
                    left,
                    item -> {
                      desk.gate.call(() -> inStep(new Current(row, name), () -> done(body, item)));
                      desk.log.note(row, ++done[0] + " of " + items.size());
                    },
                    Steps::forAPerson);
            if (!failed.isEmpty()) {
              gate.retryOrAbort(
                  row, name + ": " + failed.size() + " failed", reasons(failed, label));
            }
            left = failed.stream().map(Siblings.Failed::item).toList();
          }
          return null;
        });
  }

  /**
   * Goes several ways side by side, each with steps of its own, and waits for all of them. An abort
   * of one ends the others.
   */
  public <T> void sideBySide(List<T> items, Consumer<T> body) {
    new Siblings<T>(Math.max(1, items.size())).run(items, body, why -> false);
  }

  /**
   * Runs one step over items of which one frees others, at most {@code atOnce} at a time.
   *
   * @param next what can begin now: asked at the beginning and whenever an item has ended
   */
  public <T> void cascade(
      String name,
      int atOnce,
      Supplier<List<T>> next,
      Function<T, String> label,
      Consumer<T> body) {
    track(
        name,
        row -> {
          List<T> again = List.of();
          do {
            Cascade<T> cascade =
                new Cascade<>(
                    atOnce,
                    item ->
                        desk.gate.call(
                            () -> inStep(new Current(row, name), () -> done(body, item))),
                    Steps::forAPerson);
            List<Siblings.Failed<T>> failed = cascade.run(again, next);
            if (!failed.isEmpty()) {
              gate.retryOrAbort(
                  row, name + ": " + failed.size() + " failed", reasons(failed, label));
            }
            again = failed.stream().map(Siblings.Failed::item).toList();
          } while (!again.isEmpty());
          return null;
        });
  }

  /** Within a step: says how far it is, beside what holds it up, unless that is over. */
  public void left(String text, Predicate<Blocker> over) {
    current().ifPresent(row -> desk.log.left(row, text, over));
  }

  /** Waits, visible as a step, until a person says that it is worth another try. */
  public void hold(String name, String question, List<String> inTheWay) {
    track(
        name,
        row -> {
          gate.retryOrAbort(row, question, inTheWay);
          return null;
        });
  }

  /** Ends the run as aborted: it can't be brought to the end that was asked for. */
  public void abort(String why) {
    throw ApplicationFailure.newNonRetryableFailure(why, Ending.ABORTED);
  }

  /** Reads the cluster's slice of the fleet file; an unknown cluster fails the run as bad input. */
  public ClusterSlice lookUp(Request request) {
    return lookUp(request, request.cluster());
  }

  /** The same of one of several clusters. */
  public ClusterSlice lookUp(Request request, String cluster) {
    Fleet fleet = here(Fleet.class, Patience.API);
    ClusterSlice slice =
        call(
            "Read the fleet file",
            () -> {
              try {
                return fleet.lookUp(cluster, request.timeFactor());
              } catch (ActivityFailure e) {
                Failures.Told told = Failures.told(e);
                throw switch (told.kind()) {
                  case MISSING -> Input.wrong("cluster", told.message());
                  case REJECTED -> Input.wrong("fleet file", told.message());
                  default -> e;
                };
              }
            });
    desk.fleet(slice.commit().isEmpty() ? slice.fleetHash() : slice.commit());
    return slice;
  }

  /** Takes the locks of parts of a cluster, in sorted order so that no two runs wait crosswise. */
  public void lock(ClusterRef cluster, String... parts) {
    for (String part : List.of(parts).stream().sorted().toList()) {
      String lock = ClusterLock.idOf(cluster.name(), part);
      run("Lock " + cluster + "/" + part, () -> lease.take(lock));
    }
  }

  /** Gives a lock back after the last step on its part. */
  public void release(ClusterRef cluster, String part) {
    ending.free(ClusterLock.idOf(cluster.name(), part));
  }

  /**
   * Runs when the run is aborted or fails from now on, last registered first, and not otherwise.
   */
  public void restoreOnAbort(String name, Runnable body) {
    ending.restorations.push(new Ending.Restoration(name, () -> run(name, body)));
  }

  /** What {@link #restoreOnAbort} registered last is in order and needs no restoration any more. */
  public void restored() {
    ending.restorations.pop();
  }

  /** The same for what was registered by this name, where several go side by side. */
  public void restored(String name) {
    ending.restorations.removeIf(restoration -> restoration.name().equals(name));
  }

  /** Records a plan in the history and shows it. What is approved is then what is applied. */
  public <P extends Plan> P plan(Class<P> type, Supplier<P> planner) {
    return gate.plan(type, planner);
  }

  /**
   * Asks for approval of the last plan, group by group; returns the names of the approved groups.
   * Blocking findings leave nothing to approve and fail the run.
   */
  public List<String> approve(List<ApprovalGroup> groups) {
    return gate.approve(groups, this::tracked);
  }

  /**
   * Lets a person choose between ways to go on; returns the answer. ABORT is always one, and ends
   * the run.
   */
  public Answer choose(
      String name, String text, List<String> details, List<Choice> choices, Policy policy) {
    return gate.choose(name, text, details, choices, policy, this::tracked);
  }

  /** Ends the run as aborted, because what was asked for was rejected. */
  public void rejected() {
    throw gate.rejected();
  }

  /**
   * Reads and plans again before a point of no return. Another hash shows the difference and asks
   * again, until what people approved is what would be done.
   */
  public <P extends Plan> P confirm(
      String name, Class<P> type, P agreed, Supplier<P> readAndPlan, Policy policy) {
    return gate.confirm(name, type, agreed, readAndPlan, policy, this::tracked);
  }

  /**
   * Waits durably, visible as a step; the run can be paused and aborted meanwhile. The end is shown
   * in the cluster's time zone and in UTC.
   */
  public void sleepUntil(String name, java.time.Instant until, String timeZone, String remedy) {
    sleep(
        name,
        until,
        timeZone,
        remedy,
        row -> {
          clock.sleep(Duration.between(clock.now(), until), name);
          return null;
        });
  }

  /** The same, but ends early with what a watch sees that goes on meanwhile. */
  public <T> Optional<T> watchUntil(
      String name, java.time.Instant until, String timeZone, String remedy, Supplier<T> watch) {
    return sleep(
        name,
        until,
        timeZone,
        remedy,
        row ->
            clock.sleepOr(
                Duration.between(clock.now(), until),
                name,
                () -> inStep(new Current(row, name), watch)));
  }

  private <T> T sleep(
      String name,
      java.time.Instant until,
      String timeZone,
      String remedy,
      Function<Integer, T> wait) {
    return track(
        name,
        row -> {
          desk.log.blocked(
              row,
              new Blocker(
                  "the run",
                  "the clock until " + Clock.localAndUtc(until, timeZone),
                  Clock.real(),
                  remedy));
          return desk.gate.call(() -> wait.apply(row));
        });
  }

  /** Verification is planning again: a finished runbook has nothing left to do. */
  public void confirmNothingLeft(String name, Plan rest) {
    track(
        name,
        row -> {
          if (!rest.changes().isEmpty()) {
            rest.changes().stream()
                .limit(StepLog.SHOWN)
                .forEach(change -> desk.leftovers.add(change.essence()));
            throw ApplicationFailure.newNonRetryableFailure(
                name
                    + ": still to do: "
                    + rest.changes().size()
                    + " changes, first "
                    + rest.changes().get(0).essence(),
                "UNVERIFIED");
          }
          return null;
        });
  }

  /** Adds a line to the report: what was done or kept, to what. */
  public void result(String line) {
    desk.results.add(line);
  }

  /** The row of the step that the current thread is in, for the interceptor. */
  static Optional<Integer> current() {
    return Optional.ofNullable(CURRENT.get()).map(Current::row);
  }

  static String currentName() {
    return CURRENT.get() == null ? "" : CURRENT.get().name();
  }

  private <T> T tracked(String name, Function<Integer, T> body) {
    return track(name, body);
  }

  /** Writes a step down from its beginning to its end. */
  private <T> T track(String name, Function<Integer, T> body) {
    int row = desk.log.start(name);
    try {
      T result = body.apply(row);
      desk.log.finish(row, State.DONE, "");
      return result;
    } catch (TemporalFailure e) {
      desk.log.finish(row, State.FAILED, Failures.told(e).message());
      throw e;
    } catch (DataConverterException e) {
      // Would fail the run in some configurations. It is a defect of ours: any other exception
      // suspends the run until the next deployment, which loses nothing.
      throw new IllegalStateException(name + ": cannot read a recorded value", e);
    }
  }

  private <T> T attempt(int row, String name, Supplier<T> body) {
    while (true) {
      try {
        return desk.gate.call(() -> inStep(new Current(row, name), body));
      } catch (TemporalFailure e) {
        if (!forAPerson(e) || CancellationScope.current().isCancelRequested()) {
          throw e;
        }
        gate.retryOrAbort(row, name + ": " + Failures.told(e).message(), List.of());
      }
    }
  }

  private static <T> List<String> reasons(
      List<Siblings.Failed<T>> failed, Function<T, String> label) {
    return failed.stream()
        .map(f -> label.apply(f.item()) + ": " + Failures.told(f.why()).message())
        .toList();
  }

  private static <T> Void done(Consumer<T> body, T item) {
    body.accept(item);
    return null;
  }

  private <T> T inStep(Current step, Supplier<T> body) {
    CURRENT.set(step);
    try {
      lease.keep();
      return body.get();
    } finally {
      CURRENT.set(null);
    }
  }

  private static boolean forAPerson(TemporalFailure e) {
    return e instanceof ActivityFailure || e instanceof ChildWorkflowFailure;
  }

  /** The answers to a failed step. */
  static final List<Answer> REPAIR = List.of(Answer.RETRY, Answer.ABORT);

  /** The answers to a plan. */
  static final List<Answer> CONSENT = List.of(Answer.APPROVE, Answer.REJECT);

  /** Names of things for a sentence: the first few and how many more. */
  public static String some(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(5).toList());
    return names.size() <= 5 ? first : first + " and " + (names.size() - 5) + " more";
  }
}
