package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

/** Route tables; the main one goes with its network. */
public final class RouteTables extends Ec2Kind {

  /** Most that EC2 shows on a page. */
  private static final int TABLES = 100;

  public RouteTables() {
    super("route-table", "route-table-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeRouteTables(
                request -> request.filters(filters).maxResults(TABLES).nextToken(orNull(token)));
    return Slice.of(
        page.routeTables().stream().filter(table -> !main(table)).toList(),
        RouteTables::sight,
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteRouteTable(request -> request.routeTableId(sight.id()));
  }

  private static Sight sight(RouteTable table) {
    return Sight.of("route-table", table.routeTableId(), tags(table.tags()))
        .in(table.vpcId())
        .under(table.associations().stream().map(RouteTableAssociation::subnetId).toList());
  }

  private static boolean main(RouteTable table) {
    return table.associations().stream().anyMatch(one -> Boolean.TRUE.equals(one.main()));
  }
}
