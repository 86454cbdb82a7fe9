package org.hubkeeper.fleet.blueprint;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.fleet.Words;
import org.hubkeeper.fleet.blueprint.EffectiveValues.Spot;

/** Whether JupyterHub's limits of memory and CPU leave room for what it guarantees. */
final class LimitRules {

  private static final Pattern LIMIT =
      Pattern.compile("((?:.*[.])?singleuser[.](?:memory|cpu))[.]limit");
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:[.][0-9]+)?)(m|[KMGT]i?|k)?");

  /** JupyterHub counts G as Kubernetes counts Gi. */
  private static final BigDecimal STEP = BigDecimal.valueOf(1024);

  private LimitRules() {}

  static void check(EffectiveValues values) {
    for (Map.Entry<String, Spot> entry : values.all().entrySet()) {
      Matcher limit = LIMIT.matcher(entry.getKey());
      if (limit.matches() && given(entry.getValue())) {
        values
            .at(limit.group(1) + ".guarantee")
            .filter(LimitRules::given)
            .ifPresent(guarantee -> compare(entry.getValue(), guarantee));
      }
    }
  }

  private static void compare(Spot limit, Spot guarantee) {
    Optional<BigDecimal> most = amount(limit);
    Optional<BigDecimal> least = amount(guarantee);
    if (most.isPresent() && least.isPresent() && most.get().compareTo(least.get()) < 0) {
      limit.refuse(
          "the limit %s is below the guarantee %s in %s; raise it to that at least"
              .formatted(limit.text(), guarantee.text(), guarantee.where()));
    }
  }

  private static boolean given(Spot spot) {
    return !spot.place().type().equals("null");
  }

  private static Optional<BigDecimal> amount(Spot spot) {
    Matcher amount = AMOUNT.matcher(spot.text());
    if (!amount.matches()) {
      spot.refuse("found " + Words.quote(spot.text()) + "; expected an amount, as \"0.5G\" or 0.1");
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(amount.group(1));
    String unit = amount.group(2) == null ? "" : amount.group(2);
    if (unit.equals("m")) {
      return Optional.of(number.movePointLeft(3));
    }
    int power = unit.isEmpty() ? 0 : "KMGT".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
    return Optional.of(number.multiply(STEP.pow(power)));
  }
}
