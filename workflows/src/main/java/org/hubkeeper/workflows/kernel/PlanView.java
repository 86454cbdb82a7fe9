package org.hubkeeper.workflows.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A plan as it is recorded and shown.
 *
 * @param hash over all changes and blocking findings in canonical form, not over times and costs
 * @param changes all changes of a small plan, the first {@value #PAGE} of a large one
 * @param more how many changes are not listed
 * @param pages hashes of the pages of {@value #PAGE} changes of a large plan, else empty
 */
public record PlanView(
    String hash,
    List<Change> changes,
    int more,
    List<String> pages,
    List<Finding> findings,
    List<String> notes) {

  static final PlanView NONE = new PlanView("", List.of(), 0, List.of(), List.of(), List.of());

  /** Changes in a page of a large plan. */
  public static final int PAGE = 200;

  /** Half of what is allowed for one payload: the server ends a run at 2 MB, we stay far below. */
  static final int LIMIT_BYTES = 256_000;

  /** A view travels in every report, beside steps and decisions. */
  private static final int LISTED_BYTES = 150_000;

  /** More changes are recorded by their pages. */
  private static final int LARGE = 1000;

  /** Most findings and notes that are recorded. */
  private static final int FINDINGS = 100;

  static PlanView of(Plan plan) {
    List<Change> all = plan.changes();
    boolean small = all.size() <= LARGE && Json.size(plan) <= LIMIT_BYTES;
    List<String> pages = small ? List.of() : pagesOf(all);
    PlanView view = listing(plan, all, small ? all.size() : PAGE, pages);
    // Words may be long: what is listed shrinks until it fits.
    for (int listed = PAGE; Json.size(view) > LISTED_BYTES && listed > 0; listed /= 2) {
      view = listing(plan, all, listed - 1, pagesOf(all));
    }
    return view;
  }

  /** The changes are handed on: of a large plan it takes time to put them into words. */
  private static PlanView listing(Plan plan, List<Change> all, int listed, List<String> pages) {
    int shown = Math.min(listed, all.size());
    return new PlanView(
        hashOf(all, plan.findings()),
        List.copyOf(all.subList(0, shown)),
        all.size() - shown,
        pages,
        // What blocks comes first, so that no limit hides it.
        plan.findings().stream()
            .sorted(Comparator.comparing(finding -> !finding.blocking()))
            .limit(FINDINGS)
            .map(PlanView::cut)
            .toList(),
        Words.few(plan.notes(), FINDINGS));
  }

  private static Finding cut(Finding finding) {
    return new Finding(
        finding.code(),
        finding.blocking(),
        Words.cut(finding.message()),
        Words.cut(finding.remedy()),
        Words.cut(finding.waived()));
  }

  /** Whether the whole plan fits into one recorded payload. */
  boolean small() {
    return pages.isEmpty();
  }

  /** How many changes the plan has, listed or not. */
  public int size() {
    return changes.size() + more;
  }

  static String hashOf(Plan plan) {
    return hashOf(plan.changes(), plan.findings());
  }

  private static String hashOf(List<Change> changes, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    changes.forEach(change -> lines.add(change.essence()));
    findings.stream()
        .filter(Finding::blocking)
        .forEach(finding -> lines.add(finding.code() + " " + finding.message()));
    return digest(lines);
  }

  private static List<String> pagesOf(List<Change> all) {
    List<String> pages = new ArrayList<>();
    for (int from = 0; from == 0 || from < all.size(); from += PAGE) {
      List<Change> page = all.subList(from, Math.min(from + PAGE, all.size()));
      pages.add(digest(page.stream().map(Change::essence).toList()));
    }
    return pages;
  }

  private static String digest(List<String> lines) {
    try {
      byte[] json = Json.MAPPER.writeValueAsString(lines).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
