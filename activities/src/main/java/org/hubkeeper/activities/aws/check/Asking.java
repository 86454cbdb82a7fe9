package org.hubkeeper.activities.aws.check;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Finding;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Collects what checks find. A check that the worker has no permission for is told as not made; it
 * keeps nobody from going on, for what is made later on asks for permission by itself.
 */
final class Asking {

  private static final AwsFailures FAILURES = new AwsFailures();

  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param what is checked, for the finding that it was not
   * @param actions that the check calls, as IAM names them
   */
  void ask(String what, String actions, Runnable check) {
    try {
      check.run();
    } catch (AwsServiceException e) {
      boolean forbidden =
          FAILURES.translate(e).filter(told -> told.kind() == FailureKind.FORBIDDEN).isPresent();
      if (!forbidden) {
        throw e;
      }
      advise(
          "NOT_CHECKED",
          "%s: not checked, for the worker lacks a permission; allow it %s",
          what,
          actions);
    }
  }

  void block(String code, String message, Object... words) {
    findings.add(new Finding(code, true, message.formatted(words)));
  }

  void advise(String code, String message, Object... words) {
    findings.add(new Finding(code, false, message.formatted(words)));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
