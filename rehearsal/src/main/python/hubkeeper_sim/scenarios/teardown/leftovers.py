"""A VPC that some other tool has left behind, with everything nested in it: as large as wanted."""

from typing import Any
from unittest.mock import patch

from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends

from .groups import allow

#: Known beforehand, so that an input can name it.
VPC = "vpc-0abad1dea0decade0"
_TAGS = {"Name": "old-hub-vpc", "Blueprint": "old-hub"}


def leave(account: str, region: str, count: int) -> dict[str, Any]:
    """Makes the VPC with about so many objects in it."""
    ec2 = ec2_backends[account][region]
    with patch("moto.ec2.models.vpcs.random_vpc_id", return_value=VPC):
        vpc = ec2.create_vpc("10.0.0.0/16", tags=[{"Key": key, "Value": value} for key, value in _TAGS.items()])
    gateway = ec2.create_internet_gateway(tags=[{"Key": "Name", "Value": "old-hub"}])
    ec2.attach_internet_gateway(gateway.id, vpc.id)
    ec2.create_egress_only_internet_gateway(vpc.id, {})
    subnets = [_subnet(ec2, region, number) for number in range(max(2, count // 10))]
    groups = [ec2.create_security_group(f"old-{n}", "left", vpc_id=VPC, tags={}) for n in range(max(2, count // 5))]
    for one, other in zip(groups, groups[1:] + groups[:1], strict=True):
        allow(ec2, one.id, other.id)
    tables = [ec2.create_route_table(VPC) for _ in range(max(1, count // 20))]
    for number, subnet in enumerate(subnets):
        ec2.associate_route_table(tables[number % len(tables)].id, subnet_id=subnet.id)
    _traffic(ec2, account, region, subnets, groups)
    present = 5 + len(subnets) + len(groups) + len(tables)
    for number in range(max(3, count - present - 8)):
        group = groups[number % len(groups)].id
        subnet = subnets[number % len(subnets)]
        ec2.create_network_interface(subnet, None, group_ids=[group], description=f"left {number}")
    return {"vpc": VPC}


def _subnet(ec2: Any, region: str, number: int) -> Any:
    block = f"10.0.{number}.0/24"
    return ec2.create_subnet(VPC, block, availability_zone=f"{region}{'ab'[number % 2]}")


def _traffic(ec2: Any, account: str, region: str, subnets: list[Any], groups: list[Any]) -> None:
    """A NAT gateway, an interface endpoint and a load balancer: what takes its time to go."""
    address = ec2.allocate_address("vpc")
    ec2.create_nat_gateway(subnets[0].id, address.allocation_id)
    ec2.create_vpc_endpoint(
        vpc_id=VPC,
        service_name=f"com.amazonaws.{region}.ecr.api",
        endpoint_type="Interface",
        policy_document=None,
        route_table_ids=[],
        subnet_ids=[subnets[0].id],
        security_group_ids=[groups[0].id],
        tags={},
    )
    pair = [subnets[0].id, subnets[1].id]
    elbv2_backends[account][region].create_load_balancer("old-hub", [groups[1].id], pair, scheme="internal")
