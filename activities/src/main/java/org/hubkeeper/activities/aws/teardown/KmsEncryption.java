package org.hubkeeper.activities.aws.teardown;

import java.time.Instant;
import java.util.Objects;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.activity.EncryptionKeys;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** Keys of AWS KMS. Until its day comes, a key that is to end can be saved. */
public final class KmsEncryption implements EncryptionKeys {

  private final AwsApis apis;

  public KmsEncryption(AwsApis apis) {
    this.apis = apis;
  }

  @Override
  public KeyFact inspect(ClusterRef cluster, String key) {
    try {
      return fact(key, kms(cluster).describeKey(request -> request.keyId(key)).keyMetadata());
    } catch (NotFoundException e) {
      return new KeyFact(key, "", Instant.EPOCH);
    }
  }

  @Override
  public KeyFact ensureScheduled(ClusterRef cluster, String key, int days) {
    KeyFact fact = inspect(cluster, key);
    if (fact.state().isEmpty() || ending(fact)) {
      return fact;
    }
    requireOwn(cluster, key);
    kms(cluster).scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(days));
    return inspect(cluster, key);
  }

  /** KMS leaves a saved key disabled, which nobody expects who has just saved it. */
  @Override
  public KeyFact ensureCancelled(ClusterRef cluster, String key) {
    KeyFact fact = inspect(cluster, key);
    if (fact.state().isEmpty()) {
      throw Failures.of(FailureKind.MISSING, "the key " + key + " is gone", null);
    }
    if (ending(fact)) {
      kms(cluster).cancelKeyDeletion(request -> request.keyId(key));
      fact = inspect(cluster, key);
    }
    if (fact.state().equals(KeyState.DISABLED.toString())) {
      kms(cluster).enableKey(request -> request.keyId(key));
      fact = inspect(cluster, key);
    }
    return fact;
  }

  private void requireOwn(ClusterRef cluster, String key) {
    KeyMetadata data = kms(cluster).describeKey(request -> request.keyId(key)).keyMetadata();
    if (data.keyManager() == KeyManagerType.AWS) {
      throw Failures.of(
          FailureKind.DRIFTED, "AWS itself manages the key " + key + "; it can't be ended", null);
    }
  }

  private static boolean ending(KeyFact fact) {
    return fact.state().equals(KeyState.PENDING_DELETION.toString());
  }

  private static KeyFact fact(String key, KeyMetadata data) {
    return new KeyFact(
        key,
        data.keyStateAsString(),
        Objects.requireNonNullElse(data.deletionDate(), Instant.EPOCH));
  }

  private KmsClient kms(ClusterRef cluster) {
    return apis.kms(cluster);
  }
}
