package org.hubkeeper.activities.aws.upgrade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.activity.Upgrades.AddonOffer;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AddonVersionInfo;
import software.amazon.awssdk.services.eks.model.Compatibility;

/** Which versions of its add-ons EKS offers for which version of Kubernetes. */
final class AddonOffers {

  private static final Pattern NUMBER = Pattern.compile("\\D+");

  private final EksClient eks;

  AddonOffers(EksClient eks) {
    this.eks = eks;
  }

  /** {@code installed} is told whenever it is offered, however old it is. */
  List<AddonOffer> of(String addon, String installed, List<KubeVersion> minors) {
    List<AddonVersionInfo> all =
        eks.describeAddonVersionsPaginator(r -> r.addonName(addon)).addons().stream()
            .flatMap(one -> one.addonVersions().stream())
            .sorted(Comparator.comparing(AddonVersionInfo::addonVersion, newestFirst()))
            .toList();
    return minors.stream().map(minor -> offer(all, installed, minor)).toList();
  }

  private static AddonOffer offer(List<AddonVersionInfo> all, String installed, KubeVersion minor) {
    List<String> suiting =
        all.stream()
            .filter(one -> suits(one, minor).isPresent())
            .map(AddonVersionInfo::addonVersion)
            .distinct()
            .toList();
    String standard =
        all.stream()
            .filter(one -> suits(one, minor).filter(Compatibility::defaultVersion).isPresent())
            .map(AddonVersionInfo::addonVersion)
            .findFirst()
            .orElse("");
    return new AddonOffer(minor, few(suiting, installed), standard);
  }

  private static List<String> few(List<String> suiting, String installed) {
    if (suiting.size() <= Upgrades.OFFERED) {
      return suiting;
    }
    List<String> few = new ArrayList<>(suiting.subList(0, Upgrades.OFFERED));
    if (suiting.contains(installed) && !few.contains(installed)) {
      few.set(Upgrades.OFFERED - 1, installed);
    }
    return few;
  }

  private static Optional<Compatibility> suits(AddonVersionInfo version, KubeVersion minor) {
    return version.compatibilities().stream()
        .filter(one -> minor.toString().equals(one.clusterVersion()))
        .findFirst();
  }

  /** By their numbers: {@code v1.21.1-eksbuild.3} is older than {@code v1.21.1-eksbuild.12}. */
  static Comparator<String> newestFirst() {
    return (one, other) -> {
      List<Integer> left = numbers(one);
      List<Integer> right = numbers(other);
      for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
        if (!left.get(i).equals(right.get(i))) {
          return right.get(i) - left.get(i);
        }
      }
      return right.size() - left.size();
    };
  }

  private static List<Integer> numbers(String version) {
    return Stream.of(NUMBER.split(version))
        .filter(part -> !part.isEmpty() && part.length() < 10)
        .map(Integer::valueOf)
        .toList();
  }
}
