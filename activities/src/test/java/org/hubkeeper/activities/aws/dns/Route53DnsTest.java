package org.hubkeeper.activities.aws.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.activities.aws.FakeApis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.GetChangeRequest;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.paginators.ListHostedZonesIterable;

class Route53DnsTest {

  private static final String HOST = "hub.data.example.edu";

  private final Route53 route53 = new Route53();
  private final Route53Dns dns =
      new Route53Dns(new FakeApis(Map.of(Route53Client.class, route53)).apis(), List.of());

  @Test
  @Tag("fact-38")
  void aNameIsPublishedAsCnameOfAHostName() {
    assertThat(refusal("lb-1.example", "").getType()).isEqualTo("NOT_READY");

    ResourceRecordSet cname = route53.records.get(HOST + " CNAME");
    assertThat(cname.resourceRecords().get(0).value()).isEqualTo("lb-1.example");
    assertThat(route53.zones).containsOnly("of data.example.edu");
    assertThat(dns.inspect(FakeApis.CLUSTER, "example.edu", HOST).ours()).isTrue();
  }

  @Test
  void itIsAwaitedUntilAllServersOfTheZoneKnowAndThenLeftAlone() {
    refusal("lb-1.example", "");
    int changes = route53.zones.size();
    assertThat(refusal("lb-1.example", "").getType()).isEqualTo("NOT_READY");

    route53.status = ChangeStatus.INSYNC;

    assertThat(dns.ensure(FakeApis.CLUSTER, "example.edu", HOST, "LB-1.example.", 300, "").target())
        .isEqualTo("lb-1.example");
    assertThat(route53.zones).hasSize(changes);
  }

  @Test
  void aRecordThatLeadsElsewhereIsReplacedOnlyWhenThatWasNamed() {
    route53.put(HOST, RRType.A, "192.0.2.7");

    assertThat(refusal("lb-1.example", "").getType()).isEqualTo("DRIFTED");
    assertThat(route53.records).containsOnlyKeys(HOST + " A");

    assertThat(refusal("lb-1.example", "192.0.2.7").getType()).isEqualTo("NOT_READY");
    assertThat(route53.records).doesNotContainKey(HOST + " A").containsKey(HOST + " CNAME");
  }

  @Test
  void aStrangersRecordThatLeadsToTheTargetIsLeftAlone() {
    route53.put(HOST, RRType.CNAME, "lb-1.example");

    assertThat(dns.ensure(FakeApis.CLUSTER, "example.edu", HOST, "lb-1.example", 60, "").ours())
        .isFalse();
    assertThat(route53.zones).isEmpty();
  }

  @Test
  void withoutTheZoneTheFieldIsNamed() {
    ApplicationFailure refusal =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> dns.inspect(FakeApis.CLUSTER, "example.org", "hub.example.org"));

    assertThat(refusal.getType()).isEqualTo("MISSING");
    assertThat(refusal.getOriginalMessage()).contains("dns.zone");
  }

  private ApplicationFailure refusal(String target, String replacing) {
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> dns.ensure(FakeApis.CLUSTER, "example.edu", HOST, target, 300, replacing));
  }

  private static final class Route53 implements Route53Client {
    private final Map<String, ResourceRecordSet> records = new TreeMap<>();
    private final List<String> zones = new ArrayList<>();
    private ChangeStatus status = ChangeStatus.PENDING;

    void put(String name, RRType type, String value) {
      records.put(
          name + " " + type,
          ResourceRecordSet.builder()
              .name(name + ".")
              .type(type)
              .ttl(300L)
              .resourceRecords(ResourceRecord.builder().value(value).build())
              .build());
    }

    @Override
    public ListHostedZonesResponse listHostedZones(ListHostedZonesRequest request) {
      return ListHostedZonesResponse.builder()
          .hostedZones(
              zone("of example.edu", "example.edu.", false),
              zone("of data.example.edu", "data.example.edu.", false),
              zone("private", "hub.data.example.edu.", true))
          .isTruncated(false)
          .build();
    }

    private static HostedZone zone(String id, String name, boolean hidden) {
      return HostedZone.builder().id(id).name(name).config(c -> c.privateZone(hidden)).build();
    }

    @Override
    public ListHostedZonesIterable listHostedZonesPaginator() {
      return new ListHostedZonesIterable(this, ListHostedZonesRequest.builder().build());
    }

    @Override
    public ListResourceRecordSetsResponse listResourceRecordSets(
        ListResourceRecordSetsRequest request) {
      return ListResourceRecordSetsResponse.builder().resourceRecordSets(records.values()).build();
    }

    @Override
    public ChangeResourceRecordSetsResponse changeResourceRecordSets(
        ChangeResourceRecordSetsRequest request) {
      zones.add(request.hostedZoneId());
      for (Change change : request.changeBatch().changes()) {
        ResourceRecordSet set = change.resourceRecordSet();
        String name = Names.plain(set.name());
        if (change.action() == ChangeAction.DELETE) {
          records.remove(name + " " + set.type());
        } else {
          put(name, set.type(), set.resourceRecords().get(0).value());
        }
      }
      return ChangeResourceRecordSetsResponse.builder()
          .changeInfo(info -> info.id("/change/C" + zones.size()))
          .build();
    }

    @Override
    public GetChangeResponse getChange(GetChangeRequest request) {
      return GetChangeResponse.builder().changeInfo(info -> info.status(status)).build();
    }

    @Override
    public String serviceName() {
      return "route53";
    }

    @Override
    public void close() {}
  }
}
