package org.hubkeeper.activities.aws.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterDefinition.Nat;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static final List<String> ZONES = List.of("us-west-2a", "us-west-2b", "us-west-2c");

  @Test
  void subnetsAreEksctlsPartsOfTheBlockAndTellLoadBalancersWhatTheyAreFor() throws Exception {
    JsonNode resources = resources("192.168.0.0/16", Nat.SINGLE);

    assertThat(cidr(resources, "SubnetPublicUSWEST2A")).isEqualTo("192.168.0.0/19");
    assertThat(cidr(resources, "SubnetPublicUSWEST2C")).isEqualTo("192.168.64.0/19");
    assertThat(cidr(resources, "SubnetPrivateUSWEST2A")).isEqualTo("192.168.96.0/19");
    assertThat(resources.path("SubnetPublicUSWEST2A").toString())
        .contains("\"kubernetes.io/role/elb\"");
    assertThat(resources.path("SubnetPrivateUSWEST2A").toString())
        .contains("\"kubernetes.io/role/internal-elb\"");
  }

  @ParameterizedTest
  @CsvSource({"DISABLE, 0, 0", "SINGLE, 1, 3", "HIGHLY_AVAILABLE, 3, 3"})
  void everyPrivateSubnetReachesOutByTheGatewaysThatAreWished(Nat nat, int gateways, int routes)
      throws Exception {
    List<String> ids = new ArrayList<>();
    resources("10.0.0.0/16", nat).fieldNames().forEachRemaining(ids::add);

    assertThat(ids).filteredOn(id -> id.startsWith("NATGateway")).hasSize(gateways);
    assertThat(ids).filteredOn(id -> id.startsWith("NATIP")).hasSize(gateways);
    assertThat(ids).filteredOn(id -> id.startsWith("NATPrivateSubnetRoute")).hasSize(routes);
  }

  @Test
  void aChangedNetworkShows() {
    Template one = Template.of(new Network("10.0.0.0/16", ZONES, Nat.SINGLE));

    assertThat(Template.of(new Network("10.0.0.0/16", ZONES, Nat.SINGLE)).hash())
        .isEqualTo(one.hash());
    assertThat(Template.of(new Network("10.1.0.0/16", ZONES, Nat.SINGLE)).hash())
        .isNotEqualTo(one.hash());
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/8", "10.0.0.1/16", "300.0.0.0/16", "10.0.0.0/27", "nonsense"})
  void aBlockThatNoVpcTakesIsRefusedByItsField(String cidr) {
    assertThatThrownBy(() -> Template.of(new Network(cidr, ZONES, Nat.SINGLE)))
        .hasMessageContaining("vpc.cidr");
  }

  private static String cidr(JsonNode resources, String subnet) {
    return resources.path(subnet).path("Properties").path("CidrBlock").asText();
  }

  private static JsonNode resources(String cidr, Nat nat) throws Exception {
    String body = Template.of(new Network(cidr, ZONES, nat)).body();
    return new ObjectMapper().readTree(body).path("Resources");
  }
}
