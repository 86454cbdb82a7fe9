package org.hubkeeper.activities.aws.teardown.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Tagged;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * Keys: tagged for the cluster, or what its secrets are encrypted with. A key can only be scheduled
 * for its end, at least seven days ahead.
 */
public final class KmsKeys implements Kind {

  @Override
  public String name() {
    return "kms-key";
  }

  @Override
  public Slice find(Ground ground, String token) {
    Map<String, Map<String, String>> tagged = new LinkedHashMap<>(Tagged.of(ground, "kms:key"));
    ground.site().named().stream()
        .filter(arn -> arn.contains(":kms:"))
        .forEach(arn -> tagged.putIfAbsent(arn, Map.of()));
    return Slice.last(
        tagged.entrySet().stream()
            .flatMap(one -> look(ground, one.getKey(), one.getValue()))
            .toList());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    Map<String, Map<String, String>> tags = Tagged.of(ground, ids);
    return ids.stream().flatMap(id -> look(ground, id, tags.getOrDefault(id, Map.of()))).toList();
  }

  /** Nobody deletes a key by the way. */
  @Override
  public void delete(Ground ground, Sight sight) {
    throw Failures.of(
        FailureKind.REJECTED, sight + " can't be deleted, only given a date for its end", null);
  }

  @Override
  public boolean done(Sight sight) {
    return sight.state().leaving();
  }

  private static Stream<Sight> look(Ground ground, String arn, Map<String, String> tags) {
    try {
      KeyMetadata key = kms(ground).describeKey(r -> r.keyId(arn)).keyMetadata();
      return Stream.of(sight(key, tags));
    } catch (NotFoundException e) {
      return Stream.of();
    }
  }

  private static Sight sight(KeyMetadata key, Map<String, String> tags) {
    String until = key.deletionDate() == null ? "" : " until " + key.deletionDate();
    Sight sight =
        Sight.of("kms-key", key.arn(), tags)
            .named(
                Objects.requireNonNullElse(key.description(), "").isEmpty()
                    ? key.keyId()
                    : key.description())
            .state(key.keyStateAsString() + until, key.keyState() == KeyState.PENDING_DELETION)
            .costing(key.keyState() == KeyState.PENDING_DELETION ? 0 : Prices.KEY);
    return key.keyManager() == KeyManagerType.AWS ? sight.taboo("AWS itself manages it") : sight;
  }

  private static KmsClient kms(Ground ground) {
    return ground.apis().kms(ground.cluster());
  }
}
