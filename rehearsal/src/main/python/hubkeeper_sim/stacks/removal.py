"""How the resources of a stack are removed, under the same rules as by a request."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.responses import EC2Response
from moto.iam.models import iam_backends

from ..rules.registry import check

#: Removes a resource; False while AWS would still be waiting for it.
Removal = Callable[[Any, Any], bool]


def remove(stack: Any, resource: Any, template: dict[str, Any]) -> bool:
    """Removes one resource of a stack; fails as AWS refuses it."""
    try:
        return _remove(stack, resource, template)
    except Exception as failure:  # noqa: BLE001 - what somebody else has removed is removed
        if _is_missing(failure):
            return True
        raise


def _is_missing(failure: Exception) -> bool:
    code = str(getattr(failure, "error_type", None) or getattr(failure, "code", None) or "")
    return code.endswith(("NotFound", "NotFoundException")) or code in ("NoSuchEntity", "Gateway.NotAttached")


def _remove(stack: Any, resource: Any, template: dict[str, Any]) -> bool:
    kind = str(getattr(resource, "cf_resource_type", ""))
    removal = _EC2.get(kind)
    if removal is not None:
        return removal(ec2_backends[stack.account_id][stack.region_name], resource)
    if kind == "AWS::IAM::Role":
        iam = iam_backends[stack.account_id]["aws"]
        for arn in list(resource.managed_policies):
            iam.detach_role_policy(arn, resource.name)
    stack.resource_map._delete_resource(resource, template)
    return True


def _checked(operation: str, parameter: str, delete: Callable[[Any, Any], Any]) -> Removal:
    def removal(ec2: Any, resource: Any) -> bool:
        identity = resource.vpc_id if operation == "detach_internet_gateway" else _id(resource)
        check(EC2Response, operation, ec2, **{parameter: identity})
        delete(ec2, resource)
        return True

    return removal


def _plain(delete: Callable[[Any, Any], Any]) -> Removal:
    def removal(ec2: Any, resource: Any) -> bool:
        delete(ec2, resource)
        return True

    return removal


def _id(resource: Any) -> str:
    return str(getattr(resource, "allocation_id", None) or resource.id)


def _nat_gateway(ec2: Any, gateway: Any) -> bool:
    if gateway.state == "available":
        ec2.delete_nat_gateway(gateway.id)
    return bool(gateway.state == "deleted")


def _association(ec2: Any, resource: Any) -> None:
    table = ec2.route_tables.get(resource.route_table_id)
    for association, subnet in list(table._associations.items()) if table else []:
        if subnet == resource.subnet_id:
            ec2.disassociate_route_table(association)


def _route(ec2: Any, route: Any) -> None:
    ec2.delete_route(route.route_table.id, route.destination_cidr_block, route.destination_ipv6_cidr_block)


def _ingress(ec2: Any, resource: Any) -> None:
    source = resource.properties.get("SourceSecurityGroupId")
    group = resource.security_group
    group.ingress_rules = [
        rule for rule in group.ingress_rules if not source or (rule.source_group or {}).get("GroupId") != source
    ]


_EC2: dict[str, Removal] = {
    "AWS::EC2::VPC": _checked("delete_vpc", "VpcId", lambda ec2, one: ec2.delete_vpc(one.id)),
    "AWS::EC2::Subnet": _checked("delete_subnet", "SubnetId", lambda ec2, one: ec2.delete_subnet(one.id)),
    "AWS::EC2::SecurityGroup": _checked(
        "delete_security_group", "GroupId", lambda ec2, one: ec2.delete_security_group(group_id=one.id)
    ),
    "AWS::EC2::RouteTable": _checked(
        "delete_route_table", "RouteTableId", lambda ec2, one: ec2.delete_route_table(one.id)
    ),
    "AWS::EC2::EIP": _checked(
        "release_address", "AllocationId", lambda ec2, one: ec2.release_address(allocation_id=one.allocation_id)
    ),
    "AWS::EC2::VPCGatewayAttachment": _checked(
        "detach_internet_gateway", "VpcId", lambda ec2, one: ec2.detach_internet_gateway(_gateway(one), one.vpc_id)
    ),
    "AWS::EC2::InternetGateway": _plain(lambda ec2, one: ec2.delete_internet_gateway(one.id)),
    "AWS::EC2::NatGateway": _nat_gateway,
    "AWS::EC2::SubnetRouteTableAssociation": _plain(_association),
    "AWS::EC2::Route": _plain(_route),
    "AWS::EC2::SecurityGroupIngress": _plain(_ingress),
}


def _gateway(attachment: Any) -> str:
    return str(attachment.gateway_id)
