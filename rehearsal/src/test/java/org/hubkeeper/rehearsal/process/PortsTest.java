package org.hubkeeper.rehearsal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void portsAreDifferentAndFree() {
    List<Integer> ports = Ports.free(20);

    assertThat(ports).hasSize(20).doesNotHaveDuplicates();
    assertThat(ports).allSatisfy(PortsTest::assertFree);
  }

  private static void assertFree(int port) {
    assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
        .doesNotThrowAnyException();
  }
}
