package org.hubkeeper.rehearsal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

  private static final List<String> SERVICES = List.of("ec2", "eks");

  @Test
  void aCallFaultWithoutALimitHitsOneCall() {
    assertThat(simulated("lost-reply:ec2:DeleteVolume"))
        .containsOnly(
            Map.entry("kind", "lost-reply"),
            Map.entry("service", "ec2"),
            Map.entry("operation", "DeleteVolume"),
            Map.entry("count", 1));
  }

  @Test
  void aNumberIsACount() {
    assertThat(simulated("slow:eks:*:12"))
        .containsEntry("operation", "*")
        .containsEntry("count", 12);
  }

  @Test
  void aPercentageIsARateAndNoCount() {
    assertThat(simulated("throttle:*:*:2.5%"))
        .containsEntry("rate", 2.5)
        .containsEntry("service", "*")
        .doesNotContainKey("count");
  }

  @Test
  void aProcessFaultNamesTheProcessAndTheStep() {
    ProcessFault fault = (ProcessFault) Fault.parse("kill-temporal@Wait 7", SERVICES);

    assertThat(fault.process()).isEqualTo("temporal");
    assertThat(fault.step()).isEqualTo("Wait 7");
  }

  @ParameterizedTest(name = "{0} is refused because of its {1}")
  @CsvSource({
    "thrrottle:ec2:X, 'kind \"thrrottle\"', timeout",
    "kill-worker:ec2:X, 'kind \"kill-worker\"', kill-worker@STEP",
    "error:ec3:X, 'service \"ec3\"', 'ec2, eks'",
    "error:ec2:deleteVolume, 'operation \"deleteVolume\"', DeleteVolume",
    "error:ec2:, 'operation \"\"', DeleteVolume",
    "error:ec2:X:0, 'count or rate \"0\"', a count such as 3",
    "error:ec2:X:-1, 'count or rate \"-1\"', a count such as 3",
    "error:ec2:X:0%, 'count or rate \"0%\"', up to 100%",
    "error:ec2:X:101%, 'count or rate \"101%\"', up to 100%",
    "error:ec2:X:many, 'count or rate \"many\"', a count such as 3",
    "error:ec2, 2 parts, KIND:SERVICE:OPERATION",
    "error:ec2:X:1:2, 5 parts, KIND:SERVICE:OPERATION",
    "kill-wroker@Delete, 'kind \"kill-wroker\"', 'kill-worker, kill-temporal'",
    "kill-worker@, step, beginning of a step",
  })
  void whatCannotBeMeantIsRefusedByItsPart(String text, String part, String remedy) {
    assertThatThrownBy(() -> Fault.parse(text, SERVICES))
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.USAGE))
        .hasMessageContaining("--fault " + text)
        .hasMessageContaining(part)
        .hasMessageContaining(remedy);
  }

  private static Map<String, Object> simulated(String text) {
    return ((CallFault) Fault.parse(text, SERVICES)).forSimulator();
  }
}
