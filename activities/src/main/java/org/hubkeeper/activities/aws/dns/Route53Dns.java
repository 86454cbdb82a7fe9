package org.hubkeeper.activities.aws.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.activity.Dns;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Names by Amazon Route 53: a CNAME, and a {@link Mark} beside it. The name of a load balancer is
 * published, never an address of it: those change.
 *
 * <ol>
 *   <li>What leads to the target already is left alone, whoever made it.
 *   <li>Else CNAME and mark are set in one batch, and the mark is told the batch's id.
 *   <li>The id is asked for until all servers of the zone know the record. A mark without id (the
 *       worker died in between) lets the same batch be sent once more.
 * </ol>
 */
public final class Route53Dns implements Dns {

  private final AwsApis apis;
  private final Resolver resolver;

  /**
   * @param servers name servers as {@code host:port}, by which the world is believed to see names;
   *     empty for the system's
   */
  public Route53Dns(AwsApis apis, List<String> servers) {
    this.apis = apis;
    this.resolver = new Resolver(servers);
  }

  @Override
  public RecordFact inspect(ClusterRef cluster, String zone, String name) {
    return fact(cluster, Zone.of(apis.route53(cluster), zone, name), name);
  }

  @Override
  public RecordFact ensure(
      ClusterRef cluster, String zone, String name, String target, int ttl, String replacing) {
    Zone at = Zone.of(apis.route53(cluster), zone, name);
    RecordFact found = fact(cluster, at, name);
    boolean leads = found.type().equals("CNAME") && Names.same(found.target(), target);
    if (leads && !found.ours()) {
      return found;
    }
    Mark mark = Mark.read(at.text(Mark.nameFor(name)));
    if (!leads || found.ttl() != ttl || mark.change().isEmpty()) {
      requireReplaceable(found, target, replacing);
      publish(cluster, at, name, target, ttl);
      throw waitFor(name, at);
    }
    if (!at.inSync(mark.change())) {
      throw waitFor(name, at);
    }
    return found;
  }

  @Override
  public void awaitVisible(ClusterRef cluster, String name, String target) {
    String seen = resolver.leadsTo(name, target);
    if (!seen.isEmpty()) {
      throw Failures.notReady(
          Blocker.of(
              "the name " + name,
              "the resolver, by which it " + seen,
              "let %s be a CNAME of %s; what resolvers remember passes with its time to live"
                  .formatted(name, target)));
    }
  }

  private static void requireReplaceable(RecordFact found, String target, String replacing) {
    boolean free =
        found.target().isEmpty()
            || Names.same(found.target(), target)
            || !replacing.isEmpty() && Names.same(found.target(), replacing);
    if (!free) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "%s leads to %s (%s), not to %s, and that was not to be replaced; run again to decide on it"
              .formatted(found.name(), found.target(), found.type(), target),
          null);
    }
  }

  private static void publish(ClusterRef cluster, Zone zone, String name, String target, int ttl) {
    List<Change> changes = new ArrayList<>();
    // A CNAME stands alone at its name.
    zone.leading(name)
        .filter(old -> old.type() != RRType.CNAME)
        .ifPresent(old -> changes.add(change(ChangeAction.DELETE, old)));
    changes.add(upsert(name, RRType.CNAME, ttl, target));
    changes.add(upsert(Mark.nameFor(name), RRType.TXT, ttl, new Mark(cluster.name(), "").text()));
    String id = zone.change(changes, "Hubkeeper: " + cluster.name());
    zone.change(
        List.of(upsert(Mark.nameFor(name), RRType.TXT, ttl, new Mark(cluster.name(), id).text())),
        "Hubkeeper: " + cluster.name());
  }

  private static Change upsert(String name, RRType type, int ttl, String value) {
    return change(
        ChangeAction.UPSERT,
        ResourceRecordSet.builder()
            .name(name)
            .type(type)
            .ttl((long) ttl)
            .resourceRecords(ResourceRecord.builder().value(value).build())
            .build());
  }

  private static Change change(ChangeAction action, ResourceRecordSet set) {
    return Change.builder().action(action).resourceRecordSet(set).build();
  }

  private static RecordFact fact(ClusterRef cluster, Zone zone, String name) {
    Optional<ResourceRecordSet> found = zone.leading(name);
    if (found.isEmpty()) {
      return new RecordFact(name, "", "", 0, false);
    }
    boolean ours = Mark.read(zone.text(Mark.nameFor(name))).cluster().equals(cluster.name());
    return new RecordFact(
        name,
        found.get().typeAsString(),
        target(found.get()),
        Objects.requireNonNullElse(found.get().ttl(), 0L).intValue(),
        ours);
  }

  /** Of an alias the name that it stands for, of addresses all of them. */
  private static String target(ResourceRecordSet record) {
    return record.aliasTarget() != null
        ? Names.plain(record.aliasTarget().dnsName())
        : record.resourceRecords().stream()
            .map(one -> Names.plain(one.value()))
            .collect(Collectors.joining(" "));
  }

  private static RuntimeException waitFor(String name, Zone zone) {
    return Failures.notReady(
        Blocker.of(
            "the name " + name,
            "Route 53, which is telling the servers of " + zone.name(),
            "nothing to do: it takes a minute"));
  }
}
