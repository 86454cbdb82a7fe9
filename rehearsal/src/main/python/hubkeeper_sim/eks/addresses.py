"""The addresses that a new control plane takes in the cluster's subnets."""

from typing import Any

from moto.ec2.models import ec2_backends

from .updates import Failure

#: What EKS asks for in each of two subnets in different zones.
NEEDED = 5


def lacking(account: str, region: str, cluster: Any) -> Failure | None:
    """Why a new control plane does not fit into the cluster's subnets, if it does not."""
    backend = ec2_backends[account][region]
    wanted = (cluster.resources_vpc_config or {}).get("subnetIds") or []
    subnets = [subnet for of_zone in backend.subnets.values() for subnet in of_zone.values() if subnet.id in wanted]
    roomy = {subnet.availability_zone for subnet in subnets if free(subnet) >= NEEDED}
    if not subnets or len(roomy) > 1:
        return None
    text = "The subnets of the cluster have too few free IP addresses for its control plane"
    return "InsufficientFreeAddresses", text, [subnet.id for subnet in subnets if free(subnet) < NEEDED]


def free(subnet: Any) -> int:
    """How many addresses of a subnet nobody has, as DescribeSubnets counts them."""
    return int(subnet.available_ip_address_count)
