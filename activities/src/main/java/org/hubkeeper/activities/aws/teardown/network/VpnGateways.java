package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.VpcAttachment;
import software.amazon.awssdk.services.ec2.model.VpnGateway;
import software.amazon.awssdk.services.ec2.model.VpnState;

/** VPN gateways: detached first, which takes a while. EC2 lists them in one page. */
public final class VpnGateways extends Ec2Kind {

  public VpnGateways() {
    super("vpn-gateway", "vpn-gateway-id", "attachment.vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page = ec2(ground).describeVpnGateways(request -> request.filters(filters));
    return Slice.of(
        page.vpnGateways().stream().filter(one -> one.state() != VpnState.DELETED).toList(),
        VpnGateways::sight,
        "");
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    if (sight.vpc().isEmpty()) {
      ec2.deleteVpnGateway(request -> request.vpnGatewayId(sight.id()));
    } else {
      ec2.detachVpnGateway(request -> request.vpnGatewayId(sight.id()).vpcId(sight.vpc()));
    }
  }

  private static Sight sight(VpnGateway gateway) {
    boolean detaching =
        gateway.vpcAttachments().stream().anyMatch(a -> a.state() == AttachmentStatus.DETACHING);
    return Sight.of("vpn-gateway", gateway.vpnGatewayId(), tags(gateway.tags()))
        .in(
            gateway.vpcAttachments().stream()
                .filter(one -> one.state() != AttachmentStatus.DETACHED)
                .map(VpcAttachment::vpcId)
                .findFirst()
                .orElse(""))
        .state(
            detaching ? "detaching" : gateway.stateAsString(),
            detaching || gateway.state() == VpnState.DELETING);
  }
}
