"""Interface endpoints: their interfaces carry the endpoint's groups and outlive its deletion."""

from typing import Any

from moto.ec2.models import EC2Backend

from ..clock import TIMELINE
from .managed import make_managed, remove

_OWNER = "amazon-aws"

_stock_create = EC2Backend.create_vpc_endpoint


def _create(self: Any, *args: Any, **kwargs: Any) -> Any:
    endpoint = _stock_create(self, *args, **kwargs)
    endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
    for interface_id in endpoint.network_interface_ids or []:
        interface = self.enis[interface_id]
        make_managed(interface, _OWNER, f"VPC Endpoint Interface {endpoint.id}", "vpc_endpoint")
        if endpoint.security_group_ids:
            groups = [self.get_security_group_from_id(group) for group in endpoint.security_group_ids]
            interface._group_set = [group for group in groups if group]
    return endpoint


def _delete(self: Any, vpce_ids: list[str] | None = None) -> None:
    for endpoint_id in vpce_ids or []:
        endpoint = self.vpc_end_points.get(endpoint_id)
        if endpoint is None:
            continue
        if endpoint.vpc_endpoint_type.lower() == "gateway":
            _drop_routes(self, endpoint_id)
            del self.vpc_end_points[endpoint_id]
        elif endpoint.state != "deleting":
            endpoint.state = "deleting"
            times = getattr(endpoint, "deletion_times", 1)
            TIMELINE.after("vpc-endpoint", lambda gone=endpoint: _gone(self, gone), times)


def _drop_routes(backend: Any, endpoint_id: str) -> None:
    for table in backend.route_tables.values():
        for route_id, route in list(table._routes.items()):
            if route.vpc_endpoint_id == endpoint_id:
                del table._routes[route_id]


def _gone(backend: Any, endpoint: Any) -> None:
    for interface_id in endpoint.network_interface_ids or []:
        remove(backend, interface_id)
    backend.vpc_end_points.pop(endpoint.id, None)


EC2Backend.create_vpc_endpoint = _create
EC2Backend.delete_vpc_endpoints = _delete
