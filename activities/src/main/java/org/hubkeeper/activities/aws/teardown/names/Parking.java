package org.hubkeeper.activities.aws.teardown.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Lets a record lead to another place instead of nowhere. */
public final class Parking {

  private static final long TTL = 300;

  private final Ground ground;

  public Parking(Ground ground) {
    this.ground = ground;
  }

  /** Returns once the record leads to the target; one that leads elsewhere by now is DRIFTED. */
  public void ensure(String record, String target) {
    RecordId id = RecordId.parse(record);
    Optional<ResourceRecordSet> listed = Records.find(ground, id);
    if (parked(id, target)) {
      return;
    }
    ResourceRecordSet found = listed.orElseThrow(() -> moved(id, "is gone"));
    String now = RecordId.of(id.zone(), found).value();
    if (!now.equals(id.value())) {
      throw moved(id, "leads to " + now);
    }
    Records.client(ground)
        .changeResourceRecordSets(
            r ->
                r.hostedZoneId(id.zone())
                    .changeBatch(batch -> batch.changes(changes(id, found, target))));
  }

  private boolean parked(RecordId id, String target) {
    RecordId alias = new RecordId(id.zone(), id.name(), RRType.CNAME.toString(), id.set(), "");
    return Records.find(ground, alias)
        .map(found -> RecordId.of(id.zone(), found).value().equals(RecordId.plain(target)))
        .orElse(false);
  }

  /** All at once or nothing: a CNAME stands alone at its name. */
  private static List<Change> changes(RecordId id, ResourceRecordSet found, String target) {
    List<Change> changes = new ArrayList<>();
    if (found.type() != RRType.CNAME) {
      changes.add(Records.change(ChangeAction.DELETE, found));
    }
    ResourceRecordSet parked =
        ResourceRecordSet.builder()
            .name(id.name())
            .type(RRType.CNAME)
            .ttl(TTL)
            .resourceRecords(ResourceRecord.builder().value(target).build())
            .build();
    changes.add(Records.change(ChangeAction.UPSERT, parked));
    return changes;
  }

  private static RuntimeException moved(RecordId id, String now) {
    return Failures.of(
        FailureKind.DRIFTED,
        "the record %s was listed with %s and %s; run again to decide on it"
            .formatted(id.host(), id.value(), now),
        null);
  }
}
