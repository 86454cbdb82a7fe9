package org.hubkeeper.workflows.runbook.teardown;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;
import org.hubkeeper.workflows.model.Asset;

/**
 * What becomes of everything that was found.
 *
 * @param entries all of it, each once
 * @param notes figures for people
 */
public record TeardownPlan(List<Entry> entries, List<Finding> findings, List<String> notes)
    implements Plan {

  public TeardownPlan {
    entries = List.copyOf(entries);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** What becomes of a thing. */
  public enum Fate {
    DELETE,
    SNAPSHOT_THEN_DELETE,
    /** It goes with what it is derived from; the approval of that covers it. */
    FOLLOW,
    /** Its end gets a date. */
    SCHEDULE,
    /** The name leads elsewhere from now on. */
    PARK,
    /** It is ours and stays on purpose. */
    KEEP,
    /** It is not for this run to touch. */
    REFUSE;

    boolean goes() {
      return this == DELETE || this == SNAPSHOT_THEN_DELETE || this == FOLLOW;
    }
  }

  /**
   * One thing.
   *
   * @param reason of what stays, why; of what follows, whom
   * @param with how many things go with it
   */
  public record Entry(Asset asset, Fate fate, String reason, int with) {

    /** Whether people are asked about it; what follows is covered by what it follows. */
    boolean listed() {
      return fate != Fate.FOLLOW && fate != Fate.KEEP && fate != Fate.REFUSE;
    }

    /** Nothing of it is a matter of time, for the line is part of what people approve. */
    Change change() {
      String maker = asset.maker().isEmpty() ? "" : ", made by " + asset.maker();
      String guard =
          asset.state().guard().isEmpty() ? "" : "; its " + asset.state().guard() + " is lifted";
      String found = asset.evidence() + maker;
      return switch (fate) {
        case SNAPSHOT_THEN_DELETE ->
            new Change(Verb.DELETE, asset.toString(), "snapshot first; " + found, info());
        case SCHEDULE ->
            new Change(Verb.DELETE, asset.toString(), "its end is scheduled; " + found, reason);
        case PARK -> new Change(Verb.UPDATE, asset.toString(), reason, "");
        default -> new Change(Verb.DELETE, asset.toString(), found + guard, info());
      };
    }

    /** The same for a question or the report. */
    String line() {
      Change change = change();
      String more = change.info().isEmpty() ? "" : "; " + change.info();
      return change.verb() + " " + change.target() + ": " + change.detail() + more;
    }

    /** Of what stays. */
    String stays() {
      return asset + ": " + (fate == Fate.KEEP ? "kept, " : "not touched, ") + reason + usd();
    }

    private String info() {
      String others =
          with == 0
              ? ""
              : "with %d that %s derived from it".formatted(with, with == 1 ? "is" : "are");
      String cost = usd();
      return others.isEmpty() && !cost.isEmpty() ? cost.substring(2) : others + cost;
    }

    private String usd() {
      return asset.monthlyUsd() == 0
          ? ""
          : String.format(Locale.ROOT, ", %.2f USD/month", asset.monthlyUsd());
    }
  }

  @Override
  public List<Change> changes() {
    return entries.stream().filter(Entry::listed).map(Entry::change).toList();
  }

  /** Entries of these fates. */
  List<Entry> of(Fate... fates) {
    List<Fate> wanted = List.of(fates);
    return entries.stream().filter(entry -> wanted.contains(entry.fate())).toList();
  }

  /** All that goes, also what follows. */
  List<Asset> going() {
    return entries.stream().filter(e -> e.fate().goes()).map(Entry::asset).toList();
  }

  /** The same without what stays or only gets a date: what a finished run has none of. */
  TeardownPlan toGo() {
    return new TeardownPlan(
        entries.stream().filter(entry -> entry.fate().goes()).toList(), List.of(), notes);
  }

  /** All that was found. */
  List<Asset> assets() {
    return entries.stream().map(Entry::asset).toList();
  }

  /** What goes although something protects it. */
  List<Entry> guarded() {
    return entries.stream()
        .filter(e -> e.fate().goes() && !e.asset().state().guard().isEmpty())
        .toList();
  }

  /** By their keys. */
  Map<String, Entry> byKey() {
    Map<String, Entry> byKey = new LinkedHashMap<>();
    entries.forEach(entry -> byKey.put(Graph.key(entry.asset()), entry));
    return byKey;
  }

  /** What all of it costs a month. */
  static double monthlyUsd(List<Entry> entries) {
    return entries.stream().mapToDouble(entry -> entry.asset().monthlyUsd()).sum();
  }
}
