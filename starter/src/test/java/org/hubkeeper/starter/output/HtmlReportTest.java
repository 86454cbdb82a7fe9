package org.hubkeeper.starter.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.hubkeeper.starter.Fixture;
import org.hubkeeper.workflows.report.HtmlReport;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private final String html = HtmlReport.of(Fixture.report());

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
