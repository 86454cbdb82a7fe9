package org.hubkeeper.rehearsal.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Everything that somebody can do who has only Temporal's UI, done in a browser. With {@code
 * -Dui.pictures=DIR} it leaves its screenshots there, which is how those in the docs are made.
 */
class TemporalUiTest {

  private static final String PICTURES =
      System.getProperty("ui.pictures", Path.of("target", "ui-pictures").toString());

  private final RehearsalWorld world = RehearsalWorld.shared();
  private Chromium browser;
  private TemporalUi ui;

  private void open() {
    world.scene("default");
    browser = Chromium.start(world.tools().guard(), directory());
    ui = new TemporalUi(browser.page(), world.address().ui(), Path.of(PICTURES));
  }

  private Path directory() {
    try {
      return Files.createTempDirectory(Path.of(world.address().directory()), "browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aRunIsStartedAndItsQuestionReadAndAnsweredInTheUi() {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium; bin/setup installs it");
    open();

    ui.start(id(), "PruneVolumes", "{\"cluster\":\"ds-osu-test\"}");
    String first = ui.details("Question q1");
    ui.update(ui.answer("owner-a"));
    ui.awaitClosed();
    String second = ui.details("Question q2");

    assertThat(first).contains("Steps", "DONE List detached volumes", "silence changes nothing");
    assertThat(second).contains("q1 APPROVE by owner-a (temporal-ui)");
  }

  @Test
  @Tag("full")
  void everyStageOfARunIsSteeredInTheUi() {
    open();

    ui.fillIn(id(), "PruneVolumes", "{\"cluster\":\"ds-osu-test\"}");
    ui.picture("start");
    ui.submitStart();
    ui.timeline("Ask ds-osu-prod for its claims");
    ui.details("Question q1");
    ui.picture("question");
    ui.page().scrollTo("//pre", true);
    ui.picture("answer");

    String unsigned = ui.answer("");
    String stale = ui.answer("owner-a").replaceFirst("(\"planHash\": \")[^\"]*", "$1stale");
    ui.update(unsigned);
    ui.refusal("who: required");
    ui.picture("refused");
    ui.cancel();
    ui.update(stale);
    ui.awaitClosed();
    String uncounted = ui.details("The last answer did not count");
    ui.picture("not-counted");

    ui.open("update", "decide", ui.answer("owner-a"));
    ui.picture("update");
    ui.submit();
    ui.awaitClosed();
    ui.details("Question q2");
    ui.signal("decision", ui.answer("owner-a"));
    String third = ui.details("Question q3");
    approveFrom(3);
    String waiting = ui.details("Wait 7 days");
    ui.picture("waiting");
    String steps = ui.timeline("Wait 7 days");
    ui.picture("timeline");
    ui.signal("abort", "{\"who\":\"owner-a\",\"why\":\"seen enough\",\"door\":\"temporal-ui\"}");
    ui.timeline("ABORTED");
    String end = ui.timeline("COMPLETED");
    ui.picture("aborted");

    assertThat(uncounted).contains("APPROVE by owner-a: stale plan");
    assertThat(third).contains("q2 APPROVE by owner-a (temporal-ui)");
    assertThat(waiting).contains("WAITING: ", "DONE Tell the owners");
    assertThat(steps).contains("List detached volumes", "Mark 10 volumes as candidates", "decide");
    assertThat(end).contains("\"status\": \"ABORTED\"", "Take the candidate marks off");
  }

  /** Answers one question after the other, until none is left. */
  private void approveFrom(int number) {
    String shown = ui.details("Question q" + number);
    for (int next = number; shown.contains("Question q" + next); next++) {
      ui.update(ui.answer("owner-a"));
      ui.awaitClosed();
      int following = next + 1;
      shown =
          ui.details(
              text -> text.contains("Question q" + following) || text.contains("Wait 7 days"));
    }
  }

  @Test
  @Tag("full")
  void aMisspelledFieldFailsAtOnceAndIsNamed() {
    open();

    ui.start(id(), "PruneVolumes", "{\"clutser\":\"x\"}");

    ui.timeline("clutser: unknown field; did you mean cluster?");
    ui.picture("unknown-field");
  }

  @Test
  @Tag("full")
  void anUnknownTypeIsAnsweredWithTheListOfRunbooks() {
    open();

    ui.start(id(), "PruneVolume", "{\"cluster\":\"ds-osu-test\"}");

    ui.timeline("there is no runbook PruneVolume; did you mean PruneVolumes?");
    ui.picture("unknown-type");
  }

  private static String id() {
    return "from-the-ui-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
