package org.hubkeeper.fleet.blueprint;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;

/**
 * What Helm values must not hold: secrets, and least of all those that everybody can read in the
 * documents. Messages never repeat a value.
 */
final class ValueRules {

  /** Examples of the DS@OSU guide for the first password and the salt. */
  private static final Set<String> PRINTED =
      Set.of("heythattickles", "kjabsdflhgsldfbaljsdfblasdhfkbf");

  private static final Set<String> SECRET_FIELDS = Set.of("adminPassword", "securitySalt");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY|aws_secret_access_key\\s*=");

  private final Problems problems;

  ValueRules(Problems problems) {
    this.problems = problems;
  }

  /** Checks a value and all below it. */
  void check(Place place) {
    for (Place.Entry entry : place.entries()) {
      if (SECRET_FIELDS.contains(entry.name()) && !entry.value().raw().isEmpty()) {
        checkPrinted(entry.value());
        problems.add(
            entry.value(),
            "a secret as plain text; leave it out here and name its source under secretValues, as "
                + entry.name()
                + ": env:NAME");
      }
      check(entry.value());
    }
    List<Place> items = place.items();
    items.forEach(this::check);
    checkPrinted(place);
    if (KEY.matcher(place.raw()).find()) {
      problems.add(
          place,
          "a private key or access key as plain text; leave it out here, withdraw it, and name the"
              + " new one's source under secrets, as tls.key: file:PATH");
    }
  }

  private void checkPrinted(Place place) {
    if (PRINTED.contains(place.raw().strip())) {
      problems.add(
          place,
          "the example of the DS@OSU guide, which everybody can read; make one of your own and name"
              + " its source under secretValues");
    }
  }
}
