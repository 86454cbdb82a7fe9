package org.hubkeeper.fleet.blueprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.Words;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;

/** Whether each service account has one role, which its cluster can give, and texts name those. */
final class IdentityRules {

  private static final Pattern NAMED = Pattern.compile("\\$\\{([a-z]+)(?::([^}]*))?}");
  private static final Set<String> FACTS =
      Set.of("cluster", "region", "account", "host", "vpc", "role");

  private final EksctlFile eksctl;
  private final List<ComponentEntry> components;
  private final List<Place> places;
  private final Problems problems;

  IdentityRules(
      EksctlFile eksctl, List<ComponentEntry> components, List<Place> places, Problems problems) {
    this.eksctl = eksctl;
    this.components = components;
    this.places = places;
    this.problems = problems;
  }

  void check() {
    Map<String, String> owners = new HashMap<>();
    eksctl.definition().identities().forEach(one -> owners.put(one.key(), "the eksctl file"));
    for (int i = 0; i < components.size(); i++) {
      List<Identity> identities = components.get(i).identityWishes();
      for (int j = 0; j < identities.size(); j++) {
        Place place = places.get(i).items("identities").get(j);
        checkKind(place, identities.get(j));
        String owner = owners.putIfAbsent(identities.get(j).key(), components.get(i).name());
        if (owner != null) {
          problems.add(
              place,
              "%s has a role by %s already; keep one of them"
                  .formatted(identities.get(j).key(), owner));
        }
      }
    }
    places.forEach(place -> place.field("inline").ifPresent(inline -> walk(inline, owners)));
  }

  private void checkKind(Place place, Identity identity) {
    boolean agent =
        eksctl.definition().addons().stream()
            .anyMatch(addon -> addon.name().equals("eks-pod-identity-agent"));
    if (identity.kind() == Identity.Kind.IRSA && !eksctl.oidc()) {
      problems.add(
          place,
          "irsa needs the cluster's OIDC provider; write iam.withOIDC: true in its eksctl file");
    }
    if (identity.kind() == Identity.Kind.POD_IDENTITY && !agent) {
      problems.add(
          place,
          "pod-identity needs an add-on; add `- {name: eks-pod-identity-agent}` under addons of its"
              + " eksctl file, or write kind: irsa");
    }
    if (identity.policies().isEmpty() && identity.document().isEmpty()) {
      problems.add(place, "a role without rights; give policies or a document");
    }
  }

  private void walk(Place place, Map<String, String> owners) {
    place.entries().forEach(entry -> walk(entry.value(), owners));
    place.items().forEach(item -> walk(item, owners));
    Matcher named = NAMED.matcher(place.raw());
    while (named.find()) {
      if (!FACTS.contains(named.group(1))) {
        problems.add(
            place,
            "nothing is called "
                + Words.quote(named.group())
                + Input.suggestion(named.group(1), FACTS)
                + "; what is not for Hubkeeper belongs into a file of values");
      } else if (named.group(1).equals("role") && !owners.containsKey(named.group(2))) {
        problems.add(
            place,
            "no role for "
                + Words.quote(String.valueOf(named.group(2)))
                + (owners.isEmpty()
                    ? "; name it under identities"
                    : Input.suggestion(String.valueOf(named.group(2)), owners.keySet())));
      }
    }
  }
}
