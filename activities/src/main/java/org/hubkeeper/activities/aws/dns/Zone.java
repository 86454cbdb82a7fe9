package org.hubkeeper.activities.aws.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The hosted zone that answers for a name. */
final class Zone {

  /** So many kinds of record a name can have; Route 53 lists a name's records one after another. */
  private static final String PAGE = "20";

  private static final List<RRType> LEADING = List.of(RRType.CNAME, RRType.A, RRType.AAAA);

  private final Route53Client route53;
  private final String id;
  private final String name;

  private Zone(Route53Client route53, String id, String name) {
    this.route53 = route53;
    this.id = id;
    this.name = name;
  }

  /** Of the public zones in or below the wanted one, that with the longest suffix of the name. */
  static Zone of(Route53Client route53, String wanted, String host) {
    return route53.listHostedZonesPaginator().hostedZones().stream()
        .filter(zone -> zone.config() == null || !Boolean.TRUE.equals(zone.config().privateZone()))
        .filter(zone -> Names.within(zone.name(), host) && Names.within(wanted, zone.name()))
        .max(Comparator.comparing((HostedZone zone) -> zone.name().length()))
        .map(zone -> new Zone(route53, zone.id(), Names.plain(zone.name())))
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.MISSING,
                    ("Route 53 has no public hosted zone %s that holds %s; correct `dns.zone`, let"
                            + " `roleArn` lead to the zone's account, or take `dns.provider: manual`")
                        .formatted(wanted, host),
                    null));
  }

  String name() {
    return name;
  }

  /** The record that says where a host is. */
  Optional<ResourceRecordSet> leading(String host) {
    return records(host).stream().filter(one -> LEADING.contains(one.type())).findFirst();
  }

  /** The text at a name; empty when there is none. */
  String text(String at) {
    return records(at).stream()
        .filter(one -> one.type() == RRType.TXT)
        .flatMap(one -> one.resourceRecords().stream())
        .map(ResourceRecord::value)
        .findFirst()
        .map(value -> value.replace("\"", ""))
        .orElse("");
  }

  /** All at once or nothing; returns the change's id. */
  String change(List<Change> changes, String comment) {
    return route53
        .changeResourceRecordSets(
            r -> r.hostedZoneId(id).changeBatch(batch -> batch.comment(comment).changes(changes)))
        .changeInfo()
        .id()
        .replace("/change/", "");
  }

  /** Whether all servers of the zone know of a change; Route 53 forgets old ones. */
  boolean inSync(String change) {
    try {
      return route53.getChange(r -> r.id(change)).changeInfo().status() == ChangeStatus.INSYNC;
    } catch (NoSuchChangeException e) {
      return true;
    }
  }

  private List<ResourceRecordSet> records(String at) {
    List<ResourceRecordSet> found = new ArrayList<>();
    route53
        .listResourceRecordSets(r -> r.hostedZoneId(id).startRecordName(at).maxItems(PAGE))
        .resourceRecordSets()
        .forEach(
            one -> {
              if (Names.same(one.name(), at)) {
                found.add(one);
              }
            });
    return found;
  }
}
