package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Sets of DHCP options that only the cluster's networks use and somebody has tagged. */
public final class DhcpOptions extends Ec2Kind {

  public DhcpOptions() {
    super("dhcp-options", "dhcp-options-id", "");
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    if (ground.vpcs().isEmpty()) {
      return super.find(ground, token);
    }
    List<Sight> found = look(ground, used(ground, filter("vpc-id", ground.vpcs()), List.of()));
    List<String> ids = found.stream().map(Sight::id).toList();
    List<String> elsewhere =
        ids.isEmpty() ? List.of() : used(ground, filter("dhcp-options-id", ids), ground.vpcs());
    return Slice.last(
        found.stream()
            // The account's own set has no tags, and every new network uses it.
            .filter(one -> !one.tags().isEmpty() && !elsewhere.contains(one.id()))
            .toList());
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeDhcpOptions(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(
        page.dhcpOptions(),
        one -> Sight.of("dhcp-options", one.dhcpOptionsId(), tags(one.tags())),
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteDhcpOptions(request -> request.dhcpOptionsId(sight.id()));
  }

  private static List<String> used(Ground ground, Filter filter, List<String> except) {
    return ec2(ground)
        .describeVpcsPaginator(request -> request.filters(filter).maxResults(PAGE))
        .vpcs()
        .stream()
        .filter(vpc -> !except.contains(vpc.vpcId()))
        .map(Vpc::dhcpOptionsId)
        .distinct()
        .toList();
  }
}
