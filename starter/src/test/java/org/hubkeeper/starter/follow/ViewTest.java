package org.hubkeeper.starter.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.hubkeeper.starter.Fixture;
import org.hubkeeper.starter.Golden;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.kernel.Report;
import org.junit.jupiter.api.Test;

class ViewTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Instant now = Fixture.NOW;
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
  private final Report report = Fixture.report();

  @Test
  void plainLinesTellEachStepBlockerAndQuestionOnce() {
    PlainView view = plain();

    view.show(report);
    view.ask(report, Fixture.question());
    view.show(report);
    view.ask(report, Fixture.question());

    Golden.check("plain-view.txt", text().stripTrailing());
  }

  @Test
  void plainLinesGiveASignOfLifeAfterASilence() {
    PlainView view = plain();
    view.show(report);
    out.reset();

    now = now.plusSeconds(5);
    view.show(report);
    assertThat(text()).isEmpty();
    now = now.plusSeconds(5);
    view.show(report);

    assertThat(text()).contains("Snapshot").doesNotContain("Read the fleet file");
  }

  @Test
  void theLiveViewDrawsOpenStepsAnewAndLetsEndedOnesStand() {
    Console console = Console.person(out, out, new ByteArrayInputStream(new byte[0]), Colour.OFF);
    LiveView view = new LiveView(console, clock, false);

    view.show(report);
    String first = text();
    out.reset();
    view.show(report);

    assertThat(first).contains("✔ Read the fleet file", "◦ Snapshot", "↳ vol-0a1");
    assertThat(text())
        .startsWith("\u001b[2A\u001b[0J")
        .contains("◦ Snapshot")
        .doesNotContain("Read the fleet file");
  }

  @Test
  void noLineOfTheLiveViewWraps() {
    Console console = Console.person(out, out, new ByteArrayInputStream(new byte[0]), Colour.OFF);

    new LiveView(console, clock, false).show(report);

    assertThat(text().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
  }

  private PlainView plain() {
    return new PlainView(new PrintStream(out, true, StandardCharsets.UTF_8), clock);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
