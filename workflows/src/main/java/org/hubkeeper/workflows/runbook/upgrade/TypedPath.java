package org.hubkeeper.workflows.runbook.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * Moves of a control plane as somebody typed them, perhaps from a document. They are checked and
 * never followed.
 */
record TypedPath(List<Move> moves) {

  private static final Pattern MOVE = Pattern.compile("(\\S+?)\\s*(?:->|→| to )\\s*(\\S+)");

  TypedPath {
    moves = List.copyOf(moves);
  }

  record Move(KubeVersion from, KubeVersion to) {}

  static TypedPath read(String text) {
    List<Move> moves = new ArrayList<>();
    Stream.of(text.split(","))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .forEach(one -> moves.add(move(one)));
    return new TypedPath(moves);
  }

  private static Move move(String text) {
    Matcher matcher = MOVE.matcher(text);
    if (matcher.matches()) {
      Optional<KubeVersion> from = KubeVersion.find(matcher.group(1));
      Optional<KubeVersion> to = KubeVersion.find(matcher.group(2));
      if (from.isPresent() && to.isPresent()) {
        return new Move(from.get(), to.get());
      }
    }
    throw Input.wrong("path", "\"" + text + "\" is no move, as 1.33->1.34");
  }

  /** Why these are not the moves from where the control plane is; empty when they are, or none. */
  Optional<String> wrong(KubeVersion controlPlane, KubeVersion target) {
    KubeVersion at = controlPlane;
    for (Move move : moves) {
      if (!move.from().equals(at)) {
        return Optional.of(
            "%s->%s begins at %s, where the control plane is not: it is at %s by then"
                .formatted(move.from(), move.to(), move.from(), at));
      }
      if (!move.to().equals(at.next())) {
        return Optional.of(
            "%s->%s: a control plane moves by one minor at a time, to %s"
                .formatted(move.from(), move.to(), at.next()));
      }
      at = move.to();
    }
    return moves.isEmpty() || at.equals(target)
        ? Optional.empty()
        : Optional.of("it ends at " + at + ", not at " + target);
  }
}
