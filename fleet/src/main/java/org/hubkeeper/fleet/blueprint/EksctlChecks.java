package org.hubkeeper.fleet.blueprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.StrictYaml;
import org.hubkeeper.fleet.Unique;
import org.hubkeeper.fleet.Words;

/** What an eksctl file must hold beyond its schema: what EKS would refuse, or build half. */
final class EksctlChecks {

  /** What every cluster of a hub needs; eksctl itself adds the first three where none is named. */
  private static final List<String> ADDONS =
      List.of("vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver");

  private static final String AGENT = "eks-pod-identity-agent";
  private static final String DRIVER = "kube-system/ebs-csi-controller-sa";
  private static final int LAST_MINOR_OF_AL2 = 32;

  private final Place file;
  private final Problems problems;

  EksctlChecks(Place file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  void check() {
    for (Place zone : file.items("availabilityZones")) {
      checkZone(zone);
    }
    checkAddons();
    checkIdentities();
    unique(file.items("managedNodeGroups"), "name", "node group");
    unique(
        file.field("accessConfig").map(access -> access.items("accessEntries")).orElse(List.of()),
        "principalARN",
        "access entry");
    file.items("managedNodeGroups").forEach(this::checkPool);
  }

  private void checkZone(Place zone) {
    String region = file.field("metadata").flatMap(meta -> meta.text("region")).orElse("");
    if (problems.noneUnder(zone.path()) && !zone.raw().matches(Pattern.quote(region) + "[a-z]")) {
      problems.add(zone, Words.quote(zone.raw()) + " is no zone of metadata.region, " + region);
    }
  }

  private void checkAddons() {
    List<Place> addons = file.items("addons");
    unique(addons, "name", "add-on");
    addons.forEach(this::checkConfiguration);
    Set<String> named =
        addons.stream().flatMap(addon -> addon.text("name").stream()).collect(Collectors.toSet());
    Place list = file.field("addons").orElse(file);
    List<String> missing = ADDONS.stream().filter(name -> !named.contains(name)).toList();
    if (problems.noneUnder("addons") && !missing.isEmpty()) {
      problems.add(
          list, "lacks " + String.join(", ", missing) + "; add it as `- {name: …}`, nodes need it");
    }
    if (!associations().isEmpty() && !named.contains(AGENT)) {
      problems.add(
          associations().get(0),
          "Pod Identity works by an add-on; add `- {name: " + AGENT + "}` under addons");
    }
  }

  private void checkConfiguration(Place addon) {
    addon
        .field("configurationValues")
        .filter(values -> values.text().isPresent())
        .filter(values -> StrictYaml.group(values.raw()).isEmpty())
        .ifPresent(
            values ->
                problems.add(
                    values,
                    "holds no group of fields; write it as `name: value` below, without quotes"));
  }

  private void checkIdentities() {
    Map<String, Place> seen = new HashMap<>();
    associations()
        .forEach(
            one -> checkIdentity(one, one.text("namespace"), one.text("serviceAccountName"), seen));
    for (Place one : serviceAccounts()) {
      Optional<Place> meta = one.field("metadata");
      checkIdentity(
          one, meta.flatMap(m -> m.text("namespace")), meta.flatMap(m -> m.text("name")), seen);
    }
    boolean oidc =
        file.field("iam")
            .flatMap(iam -> iam.field("withOIDC"))
            .filter(place -> place.raw().equals("true"))
            .isPresent();
    if (!serviceAccounts().isEmpty() && !oidc) {
      problems.add(
          serviceAccounts().get(0),
          "roles of service accounts work by the cluster's OIDC provider; write withOIDC: true"
              + " under iam");
    }
    if (problems.none() && !seen.containsKey(DRIVER)) {
      problems.add(
          file.field("addons").orElse(file),
          "aws-ebs-csi-driver may not make volumes; give "
              + DRIVER
              + " wellKnownPolicies: {ebsCSIController: true} under iam.podIdentityAssociations or"
              + " iam.serviceAccounts");
    }
  }

  private void checkIdentity(
      Place one, Optional<String> namespace, Optional<String> account, Map<String, Place> seen) {
    if (namespace.isEmpty() || account.isEmpty()) {
      return;
    }
    String key = namespace.get() + "/" + account.get();
    Place first = seen.putIfAbsent(key, one);
    if (first != null) {
      problems.add(one, key + " has a role by " + first.path() + " already; keep one of them");
    }
    Optional<Place> own = one.field("permissionPolicy").or(() -> one.field("attachPolicy"));
    Optional<Place> word = one.field("wellKnownPolicies").flatMap(w -> w.field("autoScaler"));
    if (own.isPresent() && word.filter(w -> w.raw().equals("true")).isPresent()) {
      problems.add(own.get(), "autoScaler is a document too, and a role has one; keep one of them");
    }
  }

  private void checkPool(Place pool) {
    Optional<Place> one = pool.field("instanceType");
    Optional<Place> several = pool.field("instanceTypes");
    if (one.isPresent() == several.isPresent()) {
      problems.add(
          one.orElse(pool),
          "give either instanceType or instanceTypes, as instanceType: t3a.large");
    }
    checkSizes(pool);
    for (Place zone : pool.items("availabilityZones")) {
      if (file.items("availabilityZones").stream().noneMatch(z -> z.raw().equals(zone.raw()))) {
        problems.add(zone, Words.quote(zone.raw()) + " is none of the cluster's availabilityZones");
      }
    }
    checkNetwork(pool);
    checkFamily(pool);
  }

  private void checkSizes(Place pool) {
    Optional<Integer> min = number(pool, "minSize");
    Optional<Integer> max = number(pool, "maxSize");
    Optional<Integer> desired = number(pool, "desiredCapacity");
    if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
      problems.add(
          pool.field("minSize").orElse(pool),
          "found %d, more than maxSize %d; lower one or raise the other"
              .formatted(min.get(), max.get()));
    } else if (desired.isPresent()
        && min.isPresent()
        && max.isPresent()
        && (desired.get() < min.get() || desired.get() > max.get())) {
      problems.add(
          pool.field("desiredCapacity").orElse(pool),
          "found %d, not between minSize %d and maxSize %d"
              .formatted(desired.get(), min.get(), max.get()));
    }
  }

  private void checkNetwork(Place pool) {
    boolean nat =
        file.field("vpc")
            .flatMap(vpc -> vpc.field("nat"))
            .flatMap(place -> place.text("gateway"))
            .filter("Disable"::equals)
            .isEmpty();
    pool.field("privateNetworking")
        .filter(hidden -> hidden.raw().equals("true") && !nat)
        .ifPresent(
            hidden ->
                problems.add(
                    hidden,
                    "without a NAT gateway nodes in private subnets reach nothing; leave it out, or"
                        + " write vpc.nat.gateway: Single"));
  }

  private void checkFamily(Place pool) {
    int minor =
        file.field("metadata")
            .flatMap(meta -> meta.text("version"))
            .filter(version -> version.matches("1\\.[0-9]{2}"))
            .map(version -> Integer.parseInt(version.substring(2)))
            .orElse(0);
    pool.field("amiFamily")
        .filter(family -> family.raw().equals("AmazonLinux2") && minor > LAST_MINOR_OF_AL2)
        .ifPresent(
            family ->
                problems.add(
                    family,
                    "EKS has no image of AmazonLinux2 after 1."
                        + LAST_MINOR_OF_AL2
                        + "; write AmazonLinux2023"));
  }

  private void unique(List<Place> owners, String field, String owner) {
    List<Place> places = owners.stream().flatMap(one -> one.field(field).stream()).toList();
    Unique.check(places, owner, problems);
  }

  private Optional<Integer> number(Place pool, String field) {
    return pool.field(field)
        .filter(place -> place.type().equals("integer") && problems.noneUnder(place.path()))
        .map(place -> Integer.parseInt(place.raw()));
  }

  private List<Place> associations() {
    return Stream.of(file)
        .flatMap(place -> place.field("iam").stream())
        .flatMap(iam -> iam.items("podIdentityAssociations").stream())
        .toList();
  }

  private List<Place> serviceAccounts() {
    return Stream.of(file)
        .flatMap(place -> place.field("iam").stream())
        .flatMap(iam -> iam.items("serviceAccounts").stream())
        .toList();
  }
}
