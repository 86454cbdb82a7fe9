package org.hubkeeper.activities.aws.teardown.names;

import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * A record as it was listed. Route 53 gives records no ids, and a plan covers a record only as long
 * as it says the same; so its value is part of the id.
 *
 * @param set tells records of one name and type apart; empty for most
 * @param value what it leads to; several values one after another
 */
record RecordId(String zone, String name, String type, String set, String value) {

  private static final String BETWEEN = " ";

  static RecordId of(String zone, ResourceRecordSet record) {
    return new RecordId(
        zone,
        record.name(),
        record.typeAsString(),
        record.setIdentifier() == null ? "-" : record.setIdentifier(),
        valueOf(record));
  }

  static RecordId parse(String id) {
    String[] parts = id.split(BETWEEN, 5);
    return new RecordId(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  /** Whether a record is the one of that place, whatever it says now. */
  boolean at(ResourceRecordSet record) {
    RecordId other = of(zone, record);
    return name.equals(other.name) && type.equals(other.type) && set.equals(other.set);
  }

  /** Without the dot at the end. */
  String host() {
    return plain(name);
  }

  static String plain(String name) {
    String small = name.toLowerCase(Locale.ROOT).replace("\\052", "*");
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  private static String valueOf(ResourceRecordSet record) {
    return record.aliasTarget() != null
        ? plain(record.aliasTarget().dnsName())
        : record.resourceRecords().stream()
            .map(ResourceRecord::value)
            .map(RecordId::plain)
            .collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return String.join(BETWEEN, zone, name, type, set, value);
  }
}
