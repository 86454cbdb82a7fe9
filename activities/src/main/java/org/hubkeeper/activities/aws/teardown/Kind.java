package org.hubkeeper.activities.aws.teardown;

import java.util.List;
import java.util.Optional;

/** One kind of thing in an account: how it is found, looked at and removed. */
public interface Kind {

  /** As plans and people call it, with dashes. */
  String name();

  /** Whether it is looked for where only networks count. */
  default boolean inNetworks() {
    return false;
  }

  /** Whether the provider works on its removal so long that no change in between is no bad sign. */
  default boolean slow() {
    return false;
  }

  /** A page of those that may be the cluster's; each thing is on one page at least. */
  Slice find(Ground ground, String token);

  /** Those of the ids that are still there. */
  List<Sight> look(Ground ground, List<String> ids);

  /** Asks for the removal, once; that it is gone is for the next look to tell. */
  void delete(Ground ground, Sight sight);

  /** Whether it goes by itself, with what it is a part of, and can't be removed otherwise. */
  default boolean waits(Sight sight) {
    return false;
  }

  /** Whether nothing more is to be done about something that is still there. */
  default boolean done(Sight sight) {
    return false;
  }

  /** Lifts the protection against its removal. */
  default void unguard(Ground ground, Sight sight) {
    throw new UnsupportedOperationException(name() + " knows no protection");
  }

  /** Whether a refusal of the removal passes by itself, or once something else has gone. */
  default boolean passes(String code) {
    return Refusals.held(code);
  }

  /** What holds something whose removal was refused: only asked then. */
  default Optional<Holder> holder(Ground ground, Sight sight) {
    return Optional.empty();
  }
}
