package org.hubkeeper.activities.aws.teardown.names;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * DNS records that would dangle: those of the cluster's hosts and below them, and those that lead
 * to a load balancer in its networks.
 */
public final class Records implements Kind {

  private static final String PAGE = "300";
  private static final Set<RRType> LEADING = Set.of(RRType.CNAME, RRType.A, RRType.AAAA);

  @Override
  public String name() {
    return "dns-record";
  }

  @Override
  public Slice find(Ground ground, String token) {
    Optional<String> zone = zone(ground);
    if (zone.isEmpty()) {
      return Slice.last(List.of());
    }
    RecordId from = token.isEmpty() ? null : RecordId.parse(token);
    var page =
        client(ground)
            .listResourceRecordSets(
                r -> {
                  r.hostedZoneId(zone.get()).maxItems(PAGE);
                  if (from != null) {
                    r.startRecordName(from.name()).startRecordType(from.type());
                    r.startRecordIdentifier(from.set().equals("-") ? null : from.set());
                  }
                });
    Map<String, String> balancers = BalancerHosts.of(ground);
    return new Slice(
        page.resourceRecordSets().stream()
            .flatMap(record -> sight(ground, zone.get(), record, balancers))
            .toList(),
        Boolean.TRUE.equals(page.isTruncated())
            ? new RecordId(
                    zone.get(),
                    page.nextRecordName(),
                    page.nextRecordTypeAsString(),
                    page.nextRecordIdentifier() == null ? "-" : page.nextRecordIdentifier(),
                    "")
                .toString()
            : "");
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().flatMap(id -> look(ground, id)).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    RecordId id = RecordId.parse(sight.id());
    find(ground, id)
        .ifPresent(
            record ->
                client(ground)
                    .changeResourceRecordSets(
                        r ->
                            r.hostedZoneId(id.zone())
                                .changeBatch(
                                    batch -> batch.changes(change(ChangeAction.DELETE, record)))));
  }

  static Optional<ResourceRecordSet> find(Ground ground, RecordId id) {
    return client(ground)
        .listResourceRecordSets(
            r ->
                r.hostedZoneId(id.zone())
                    .startRecordName(id.name())
                    .startRecordType(id.type())
                    .maxItems(PAGE))
        .resourceRecordSets()
        .stream()
        .filter(id::at)
        .findFirst();
  }

  static Change change(ChangeAction action, ResourceRecordSet record) {
    return Change.builder().action(action).resourceRecordSet(record).build();
  }

  static Route53Client client(Ground ground) {
    return ground.apis().route53(ground.cluster());
  }

  /** One that says something else by now is no longer the one that was listed. */
  private static Stream<Sight> look(Ground ground, String wanted) {
    RecordId id = RecordId.parse(wanted);
    return find(ground, id).stream()
        .map(record -> RecordId.of(id.zone(), record))
        .map(
            now ->
                now.value().equals(id.value())
                    ? sight(id)
                    : sight(id).taboo("it leads to " + now.value() + " by now"));
  }

  private static Stream<Sight> sight(
      Ground ground, String zone, ResourceRecordSet record, Map<String, String> balancers) {
    RecordId id = RecordId.of(zone, record);
    if (LEADING.contains(record.type()) && balancers.containsKey(id.value())) {
      String balancer = balancers.get(id.value());
      return Stream.of(
          sight(id)
              .known("it leads to " + balancer)
              .on(List.of(balancer))
              .state(id.value(), false));
    }
    boolean below =
        ground.site().hosts().stream()
            .map(RecordId::plain)
            .anyMatch(host -> id.host().equals(host) || id.host().endsWith("." + host));
    boolean ours = LEADING.contains(record.type()) || id.value().contains("heritage=");
    return below && ours
        ? Stream.of(sight(id).known("a name of the cluster").state(id.value(), false))
        : Stream.of();
  }

  private static Sight sight(RecordId id) {
    return Sight.of("dns-record", id.toString(), Map.of()).named(id.host() + " " + id.type());
  }

  private static Optional<String> zone(Ground ground) {
    String wanted = RecordId.plain(ground.site().zone());
    return wanted.isEmpty()
        ? Optional.empty()
        : client(ground).listHostedZonesPaginator().hostedZones().stream()
            .filter(one -> one.config() == null || !Boolean.TRUE.equals(one.config().privateZone()))
            .filter(one -> RecordId.plain(one.name()).equals(wanted))
            .map(HostedZone::id)
            .map(id -> id.substring(id.lastIndexOf('/') + 1))
            .findFirst();
  }
}
