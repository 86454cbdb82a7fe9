package org.hubkeeper.workflows.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.testing.Wishes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values grant a user. */
class SharesTest {

  @ParameterizedTest
  @CsvSource({
    "memory, 0.5G, 1.0G, -",
    "memory, 1G, 512M, LIMIT_BELOW_GUARANTEE",
    "memory, 1G, 1024M, -",
    "memory, 1G, 1000M, LIMIT_EQUALS_GUARANTEE",
    "memory, 0.5T, 499G, LIMIT_BELOW_GUARANTEE",
    "cpu, 0.1, 1.0, -",
    "cpu, 1, 0.5, LIMIT_BELOW_GUARANTEE",
    "cpu, 1, 1, LIMIT_EQUALS_GUARANTEE",
    "cpu, 1, nothing, -"
  })
  @Tag("fact-65")
  void aLimitBelowItsGuaranteeIsRefused(String what, String guarantee, String limit, String code) {
    String values =
        "{\"jupyterhub\": {\"singleuser\": {\"%s\": {\"guarantee\": \"%s\", \"limit\": \"%s\"}}}}"
            .formatted(what, guarantee, limit);

    List<Finding> findings = of(values).findings();

    assertThat(findings.stream().map(Finding::code).toList())
        .isEqualTo(code.equals("-") ? List.of() : List.of(code));
    assertThat(findings)
        .allMatch(finding -> finding.blocking() == code.equals("LIMIT_BELOW_GUARANTEE"));
  }

  @Test
  void theFirstThatIsGivenIsTheUsualOne() {
    assertThat(of("{}").usual()).isEqualTo(Seats.Share.USUAL);
    assertThat(
            of("{\"singleuser\": {\"memory\": {\"guarantee\": \"2G\"}, \"cpu\": {\"guarantee\": 0.5}}}")
                .usual())
        .isEqualTo(new Seats.Share(2, 2, 0.5));
  }

  private static Shares of(String values) {
    return Shares.in(List.of(Wishes.component("08-placeholders").values(values).build()));
  }
}
