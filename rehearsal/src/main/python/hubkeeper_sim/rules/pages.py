"""Listings of EC2 in pages, for those that moto answers in one."""

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

from .paging import page
from .registry import refuse

#: Operation, key of its list, smallest and largest page.
_LISTINGS = (
    ("describe_network_interfaces", "NetworkInterfaces", 5, 1000),
    ("describe_security_groups", "SecurityGroups", 5, 1000),
    ("describe_security_group_rules", "SecurityGroupRules", 5, 1000),
    ("describe_subnets", "Subnets", 5, 1000),
    ("describe_vpcs", "Vpcs", 5, 1000),
    ("describe_route_tables", "RouteTables", 5, 100),
    ("describe_network_acls", "NetworkAcls", 5, 1000),
    ("describe_internet_gateways", "InternetGateways", 5, 1000),
    ("describe_nat_gateways", "NatGateways", 5, 1000),
    ("describe_vpc_endpoints", "VpcEndpoints", 1, 1000),
    ("describe_launch_templates", "LaunchTemplates", 1, 200),
    ("describe_vpc_peering_connections", "VpcPeeringConnections", 5, 1000),
)
_PLACES: dict[str, int] = {}


def _paged(stock: Callable[[Any], ActionResult], key: str, smallest: int, largest: int) -> Callable[[Any], Any]:
    def answer(self: Any) -> ActionResult:
        found: Any = stock(self).result
        maximum, token = self._get_param("MaxResults"), self._get_param("NextToken")
        if maximum is None and token is None:
            return ActionResult(found)
        maximum = int(maximum) if maximum is not None else None
        if maximum is not None and maximum > largest:
            refuse("InvalidParameterValue", f"Value ( {maximum} ) for parameter maxResults is invalid.")
        filters = self._get_param("Filters", []) or self._get_param("Filter", [])
        if key == "SecurityGroupRules":
            _number(found[key])
        shown, following = page(list(found[key]), maximum, token, [key, filters], smallest, largest)
        return ActionResult({**found, key: shown} | ({"NextToken": following} if following else {}))

    return answer


def _number(rules: list[Any]) -> None:
    """moto shows copies, whose places have to be remembered elsewhere."""
    for rule in rules:
        rule.page_number = _PLACES.setdefault(rule.id, len(_PLACES) + 1)


for _operation, _key, _smallest, _largest in _LISTINGS:
    setattr(EC2Response, _operation, _paged(getattr(EC2Response, _operation), _key, _smallest, _largest))
