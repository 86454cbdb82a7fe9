package org.hubkeeper.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.hubkeeper.starter.Fixture;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private final String html = HtmlReport.of(Fixture.report(), ZoneOffset.UTC);

  @Test
  void everythingThatHappenedIsOnThePage() {
    assertThat(html)
        .contains("prune-volumes of ds-osu-test", "3fa2c1d4e5f6", "vol-0a1", "UNREACHABLE")
        .contains("Look for volumes", "quota raised", "refused: stale plan", "exam", "1a2b3c");
  }

  @Test
  void textsAreShownAsTextsAndNothingComesFromElsewhere() {
    assertThat(html)
        .contains("&lt;another&gt;")
        .doesNotContain("<another>", "<script", "src=", "href=", "http");
  }
}
