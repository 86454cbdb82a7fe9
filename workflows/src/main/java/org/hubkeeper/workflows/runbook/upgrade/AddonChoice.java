package org.hubkeeper.workflows.runbook.upgrade;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.workflows.activity.Upgrades.AddonFact;
import org.hubkeeper.workflows.activity.Upgrades.AddonOffer;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * Chooses the version of an add-on for a move of the control plane, from what the provider offers.
 * Pure.
 *
 * <ol>
 *   <li>Only what is offered for the minor that is moved to, and is not older than what is
 *       installed.
 *   <li>Of that, what is offered for the minor before too, so that the control plane can be taken
 *       back; where there is none, all of it.
 *   <li>Of that, the provider's default, else the newest.
 * </ol>
 */
final class AddonChoice {

  /** The order in which add-ons follow the control plane; others come last. */
  private static final List<String> ORDER = List.of("vpc-cni", "kube-proxy", "coredns");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private AddonChoice() {}

  /** The network first, then what routes to services, names, storage drivers, and the rest. */
  static Comparator<String> order() {
    return Comparator.comparingInt(AddonChoice::rank).thenComparing(Comparator.naturalOrder());
  }

  private static int rank(String name) {
    int named = ORDER.indexOf(name);
    return named >= 0 ? named : name.endsWith("-csi-driver") ? ORDER.size() : ORDER.size() + 1;
  }

  /**
   * The version to take, empty when none is offered.
   *
   * @param installed its version by then, which may be newer than the fact's
   * @param refused versions that the provider has offered and then refused
   */
  static Optional<String> choose(
      AddonFact addon, String installed, KubeVersion from, KubeVersion to, List<String> refused) {
    AddonOffer offer = offer(addon, to);
    List<String> possible =
        offer.versions().stream()
            .filter(version -> !refused.contains(version))
            .filter(version -> compare(version, installed) >= 0)
            .toList();
    List<String> before = offer(addon, from).versions();
    List<String> both = possible.stream().filter(before::contains).toList();
    List<String> choice = both.isEmpty() ? possible : both;
    return choice.contains(offer.byDefault())
        ? Optional.of(offer.byDefault())
        : choice.stream().max(AddonChoice::compare);
  }

  /** Whether what is installed is offered for the minor. */
  static boolean fits(AddonFact addon, String installed, KubeVersion minor) {
    return offer(addon, minor).versions().contains(installed);
  }

  private static AddonOffer offer(AddonFact addon, KubeVersion minor) {
    return addon.offers().stream()
        .filter(offer -> offer.minor().equals(minor))
        .findFirst()
        .orElse(new AddonOffer(minor, List.of(), ""));
  }

  /** By the numbers in them, as in {@code v1.19.2-eksbuild.5}. */
  static int compare(String one, String other) {
    Matcher a = NUMBER.matcher(one);
    Matcher b = NUMBER.matcher(other);
    while (true) {
      boolean moreA = a.find();
      boolean moreB = b.find();
      if (!moreA || !moreB) {
        return Boolean.compare(moreA, moreB);
      }
      int by = Long.compare(Long.parseLong(a.group()), Long.parseLong(b.group()));
      if (by != 0) {
        return by;
      }
    }
  }
}
