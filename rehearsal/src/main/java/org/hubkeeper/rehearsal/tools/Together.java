package org.hubkeeper.rehearsal.tools;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/**
 * Does independent things side by side; the first failure in their order is the one that counts.
 */
public final class Together {

  private Together() {}

  /** Something that may fail. */
  @FunctionalInterface
  public interface Work<T> {

    /** Does it with one item. */
    void with(T item) throws Exception;
  }

  /** Returns once the work is done with every item. */
  public static <T> void run(List<T> items, Work<T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, items.size()));
    try {
      List<Future<Object>> all =
          items.stream()
              .map(
                  item ->
                      threads.submit(
                          () -> {
                            work.with(item);
                            return (Object) item;
                          }))
              .toList();
      for (Future<Object> one : all) {
        result(one);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** What a task has come to; its failure is thrown as it was. */
  public static <T> T result(Future<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getCause()), e);
    }
  }
}
