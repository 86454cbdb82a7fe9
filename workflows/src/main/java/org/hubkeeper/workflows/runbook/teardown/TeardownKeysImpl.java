package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.common.converter.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.activity.EncryptionKeys;
import org.hubkeeper.workflows.activity.EncryptionKeys.KeyFact;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;

/** Waits until the last of the keys has ended, or takes all of it back. */
public final class TeardownKeysImpl implements TeardownKeys {

  /** KMS ends a key at some time after its date. */
  private static final Duration AFTER = Duration.ofHours(1);

  private final Steps steps = Steps.register("teardown-keys");
  private Request request;
  private EncryptionKeys keys;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::await);
  }

  private void await(Request given) {
    request = given;
    keys = steps.on(request.slice().ref(), EncryptionKeys.class, Patience.API);
    steps.restoreOnAbort("Keep the keys", this::keep);
    Instant last =
        request.keys().stream()
            .map(key -> Instant.parse(key.at()))
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    steps.sleepUntil(
        "Wait for the ends of " + request.keys().size() + " keys",
        last.plus(AFTER),
        request.slice().timeZone(),
        "to keep them, abort this run before that");
    steps.restored();
    List<String> ends = steps.call("Look whether they have ended", this::look);
    ends.forEach(steps::result);
    Notices notices = steps.here(Notices.class, Patience.API);
    steps.run(
        "Tell the owners",
        () ->
            notices.send(
                new Notice(
                    request.cluster(),
                    request.cluster() + ": encryption keys after the teardown",
                    String.join("\n", ends),
                    request.slice().owners())));
  }

  private List<String> look() {
    return request.keys().stream()
        .map(key -> keys.inspect(request.slice().ref(), key.key()))
        .map(TeardownKeysImpl::words)
        .toList();
  }

  private void keep() {
    for (End key : request.keys()) {
      KeyFact kept = keys.ensureCancelled(request.slice().ref(), key.key());
      steps.result("key " + kept.key() + " is kept: " + kept.state());
    }
  }

  private static String words(KeyFact key) {
    return "key " + key.key() + (key.state().isEmpty() ? " is gone" : " is " + key.state());
  }
}
