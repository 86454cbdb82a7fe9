package org.hubkeeper.workflows.runbook.upgrade;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Input;

/** Findings that a person lets pass, each with a reason: {@code CODE: reason; CODE: reason}. */
record Waivers(Map<String, String> reasons) {

  static Waivers read(String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    Stream.of(text.split(";"))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .forEach(one -> add(one, reasons));
    return new Waivers(reasons);
  }

  private static void add(String one, Map<String, String> reasons) {
    int colon = one.indexOf(':');
    String code = (colon < 0 ? one : one.substring(0, colon)).strip();
    String why = colon < 0 ? "" : one.substring(colon + 1).strip();
    Check check =
        Check.of(code)
            .filter(Check::waivable)
            .orElseThrow(
                () ->
                    Input.wrong(
                        "waive",
                        code
                            + " can't be waived"
                            + Input.suggestion(
                                code,
                                Stream.of(Check.values())
                                    .filter(Check::waivable)
                                    .map(Check::name)
                                    .toList())));
    if (why.isEmpty()) {
      throw Input.wrong("waive", "needs a reason, as \"" + check + ": looked at with the owner\"");
    }
    reasons.put(check.name(), why);
  }

  /** The findings, those that are waived as such; a waiver for nothing is told. */
  List<Finding> over(List<Finding> findings) {
    List<Finding> all = new ArrayList<>();
    for (Finding finding : findings) {
      String why = reasons.get(finding.code());
      all.add(why == null ? finding : finding.waived(why));
    }
    reasons.keySet().stream()
        .filter(code -> findings.stream().noneMatch(finding -> finding.code().equals(code)))
        .forEach(
            code ->
                all.add(
                    new Finding(
                        Check.WAIVER_UNUSED.name(), false, code + " was waived but not found")));
    return all;
  }
}
