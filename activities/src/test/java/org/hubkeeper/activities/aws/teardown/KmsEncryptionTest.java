package org.hubkeeper.activities.aws.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.FakeApis;
import org.hubkeeper.workflows.activity.EncryptionKeys;
import org.hubkeeper.workflows.activity.EncryptionKeys.KeyFact;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

class KmsEncryptionTest {

  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

  private final Kms kms = new Kms();
  private final EncryptionKeys keys =
      new KmsEncryption(new FakeApis(Map.of(KmsClient.class, kms)).apis());

  @Test
  @Tag("fact-108")
  void aKeyGetsADateSevenDaysAheadOnceHoweverOftenItIsAsked() {
    KeyFact first = keys.ensureScheduled(FakeApis.CLUSTER, "k", EncryptionKeys.LEAST_DAYS);
    KeyFact again = keys.ensureScheduled(FakeApis.CLUSTER, "k", 30);

    assertThat(first.endsAt()).isEqualTo(NOW.plusSeconds(7 * 86_400));
    assertThat(again).isEqualTo(first);
    assertThat(kms.log).containsExactly("schedule 7");
  }

  @Test
  void aKeyThatIsSavedCanBeUsedAgain() {
    keys.ensureScheduled(FakeApis.CLUSTER, "k", 7);

    KeyFact saved = keys.ensureCancelled(FakeApis.CLUSTER, "k");

    assertThat(saved).isEqualTo(new KeyFact("k", "Enabled", Instant.EPOCH));
    assertThat(kms.log).containsExactly("schedule 7", "cancel", "enable");
  }

  @Test
  void aSavedKeyIsEnabledAlsoWhenTheFirstAttemptEndedInBetween() {
    keys.ensureScheduled(FakeApis.CLUSTER, "k", 7);
    kms.cancelKeyDeletion(CancelKeyDeletionRequest.builder().keyId("k").build());

    assertThat(keys.ensureCancelled(FakeApis.CLUSTER, "k").state()).isEqualTo("Enabled");
  }

  @Test
  void oneThatIsGoneIsAnAnswer() {
    kms.state = null;

    assertThat(keys.inspect(FakeApis.CLUSTER, "k").state()).isEmpty();
    assertThat(keys.ensureScheduled(FakeApis.CLUSTER, "k", 7).state()).isEmpty();
    assertThat(kms.log).isEmpty();
  }

  @Test
  void aKeyOfAwsItselfIsNotTouched() {
    kms.manager = KeyManagerType.AWS;

    assertThatThrownBy(() -> keys.ensureScheduled(FakeApis.CLUSTER, "k", 7))
        .hasMessageContaining("AWS itself");
    assertThat(kms.log).isEmpty();
  }

  private static final class Kms implements KmsClient {
    private final List<String> log = new ArrayList<>();
    private KeyState state = KeyState.ENABLED;
    private KeyManagerType manager = KeyManagerType.CUSTOMER;
    private Instant endsAt;

    @Override
    public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
      if (state == null) {
        throw NotFoundException.builder().build();
      }
      KeyMetadata data =
          KeyMetadata.builder().keyState(state).keyManager(manager).deletionDate(endsAt).build();
      return DescribeKeyResponse.builder().keyMetadata(data).build();
    }

    @Override
    public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
      log.add("schedule " + request.pendingWindowInDays());
      state = KeyState.PENDING_DELETION;
      endsAt = NOW.plusSeconds(request.pendingWindowInDays() * 86_400L);
      return ScheduleKeyDeletionResponse.builder().build();
    }

    /** KMS leaves the key disabled. */
    @Override
    public CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
      log.add("cancel");
      state = KeyState.DISABLED;
      endsAt = null;
      return CancelKeyDeletionResponse.builder().build();
    }

    @Override
    public EnableKeyResponse enableKey(EnableKeyRequest request) {
      log.add("enable");
      state = KeyState.ENABLED;
      return EnableKeyResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "kms";
    }

    @Override
    public void close() {}
  }
}
