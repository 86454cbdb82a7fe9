"""Deletion order of VPCs, subnets, route tables, network ACLs and gateways."""

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route
from moto.ec2.responses import EC2Response

from .registry import refuse, refuse_dependent, rule

_LIVE_PEERINGS = ("initiating-request", "pending-acceptance", "provisioning", "active")


@rule(EC2Response, "delete_vpc", "vpc-internet-gateway")
def _vpc_gateway(response: Any) -> None:
    vpc = response._get_param("VpcId")
    if any(gateway.vpc and gateway.vpc.id == vpc for gateway in response.ec2_backend.internet_gateways.values()):
        refuse_dependent("vpc", vpc)


@rule(EC2Response, "delete_vpc", "vpc-security-group")
def _vpc_groups(response: Any) -> None:
    vpc = response._get_param("VpcId")
    if any(group.name != "default" for group in response.ec2_backend.groups.get(vpc, {}).values()):
        refuse_dependent("vpc", vpc)


@rule(EC2Response, "delete_vpc", "vpc-network-acl")
def _vpc_acls(response: Any) -> None:
    vpc = response._get_param("VpcId")
    if any(acl.vpc_id == vpc and not acl.default for acl in response.ec2_backend.network_acls.values()):
        refuse_dependent("vpc", vpc)


@rule(EC2Response, "delete_vpc", "vpc-endpoint")
def _vpc_endpoints(response: Any) -> None:
    vpc = response._get_param("VpcId")
    endpoints = response.ec2_backend.vpc_end_points.values()
    if any(endpoint.vpc_id == vpc and endpoint.state != "deleted" for endpoint in endpoints):
        refuse_dependent("vpc", vpc)


@rule(EC2Response, "delete_vpc", "vpc-peering")
def _vpc_peerings(response: Any) -> None:
    vpc = response._get_param("VpcId")
    for peering in response.ec2_backend.vpc_pcxs.values():
        live = peering._status.code in _LIVE_PEERINGS
        if live and vpc in (peering.vpc.id, peering.peer_vpc.id):
            refuse_dependent("vpc", vpc)


@rule(EC2Response, "delete_vpc", "vpc-egress-only-gateway")
def _vpc_egress_gateways(response: Any) -> None:
    vpc = response._get_param("VpcId")
    if any(gateway.vpc_id == vpc for gateway in response.ec2_backend.egress_only_internet_gateways.values()):
        refuse_dependent("vpc", vpc)


@rule(EC2Response, "delete_subnet", "subnet-interface")
def _subnet_interfaces(response: Any) -> None:
    subnet = response._get_param("SubnetId")
    if any(interface.subnet.id == subnet for interface in response.ec2_backend.enis.values()):
        refuse_dependent("subnet", subnet)


@rule(EC2Response, "delete_route_table", "main-route-table")
def _main_route_table(response: Any) -> None:
    table = response.ec2_backend.get_route_table(response._get_param("RouteTableId"))
    if table.main_association_id is not None:
        refuse_dependent("routeTable", table.id)


@rule(EC2Response, "delete_network_acl", "default-network-acl")
def _default_acl(response: Any) -> None:
    acl = response.ec2_backend.network_acls.get(response._get_param("NetworkAclId"))
    if acl is not None and acl.default:
        refuse("InvalidParameterValue", f"cannot delete default network ACL {acl.id}")


@rule(EC2Response, "detach_internet_gateway", "gateway-mapped-addresses")
def _mapped_addresses(response: Any) -> None:
    vpc = response._get_param("VpcId")
    if any(interface.public_ip and interface.vpc_id == vpc for interface in response.ec2_backend.enis.values()):
        text = f"Network {vpc} has some mapped public address(es). Please unmap those before detaching the gateway."
        refuse("DependencyViolation", text)


_stock_delete_subnet = EC2Backend.delete_subnet
_stock_delete_vpc = EC2Backend.delete_vpc


def _delete_subnet(self: Any, subnet_id: str) -> Any:
    """A subnet's associations go with it."""
    subnet = _stock_delete_subnet(self, subnet_id)
    for table in self.route_tables.values():
        for association, associated in list(table._associations.items()):
            if associated == subnet_id:
                del table._associations[association]
    for acl in self.network_acls.values():
        for association, held in list(acl._associations.items()):
            if held.subnet_id == subnet_id:
                del acl._associations[association]
    return subnet


def _delete_vpc(self: Any, vpc_id: str) -> Any:
    """A VPC's default network ACL goes with it."""
    vpc = _stock_delete_vpc(self, vpc_id)
    for acl_id, acl in list(self.network_acls.items()):
        if acl.vpc_id == vpc_id:
            del self.network_acls[acl_id]
    return vpc


def _route_state(self: Any) -> str:
    """A route to something that is gone is a black hole."""
    backend = self.route_table.ec2_backend
    if self.nat_gateway and self.nat_gateway.state not in ("available", "pending"):
        return "blackhole"
    if self.interface and self.interface.id not in backend.enis:
        return "blackhole"
    if self.vpc_pcx and self.vpc_pcx._status.code != "active":
        return "blackhole"
    gateway = self.gateway_id or ""
    if gateway.startswith("igw-"):
        known = backend.internet_gateways.get(gateway)
        return "active" if known and known.vpc else "blackhole"
    return "active"


EC2Backend.delete_subnet = _delete_subnet
EC2Backend.delete_vpc = _delete_vpc
Route.state = property(_route_state)
