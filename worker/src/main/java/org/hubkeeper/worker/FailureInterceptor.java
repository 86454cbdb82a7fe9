package org.hubkeeper.worker;

import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.TemporalFailure;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Turns whatever an activity throws into a {@link FailureKind}, so activities need no catch. */
final class FailureInterceptor extends WorkerInterceptorBase {

  private final FailureTranslators translators;

  FailureInterceptor(FailureTranslators translators) {
    this.translators = translators;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        try {
          return super.execute(input);
        } catch (TemporalFailure | ActivityCompletionException e) {
          throw e;
        } catch (RuntimeException e) {
          throw translators.translate(e).orElseGet(() -> defect(e));
        }
      }
    };
  }

  /** Without the cause: its text may quote requests, and histories are kept. */
  private static RuntimeException defect(RuntimeException e) {
    String at = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    return Failures.of(FailureKind.UNEXPECTED, e.getClass().getName() + at, null);
  }
}
