"""NAT gateways: their interface and address are held until they are gone, minutes after the deletion."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response

from ..clock import TIMELINE
from .managed import make_managed, remove
from .registry import refuse, rule

_OWNER = "amazon-nat"

_stock_create = EC2Backend.create_nat_gateway


def _create(self: Any, *args: Any, **kwargs: Any) -> Any:
    gateway = _stock_create(self, *args, **kwargs)
    make_managed(gateway._eni, _OWNER, f"Interface for NAT Gateway {gateway.id}", "nat_gateway")
    gateway._eni._group_set = []
    return gateway


def _delete(self: Any, nat_gateway_id: str) -> Any:
    gateway = self.nat_gateways.get(nat_gateway_id)
    if gateway is None:
        raise EC2ClientError("NatGatewayNotFound", f"NatGateway {nat_gateway_id} was not found")
    if gateway.state in ("available", "pending", "failed"):
        gateway.state = "deleting"
        TIMELINE.after("nat-gateway", lambda: _gone(self, gateway))
    return gateway


def _gone(backend: Any, gateway: Any) -> None:
    gateway.state = "deleted"
    remove(backend, gateway._eni.id)


@rule(EC2Response, "create_nat_gateway", "nat-gateway-address")
def _address_taken(response: Any) -> None:
    allocation = response._get_param("AllocationId")
    for address in response.ec2_backend.addresses:
        if allocation and address.allocation_id == allocation and address.eni is not None:
            refuse("Resource.AlreadyAssociated", f"Elastic IP address [{allocation}] is already associated")


EC2Backend.create_nat_gateway = _create
EC2Backend.delete_nat_gateway = _delete
