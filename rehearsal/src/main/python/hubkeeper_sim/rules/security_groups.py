"""Deletion order of security groups."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.responses import EC2Response

from .registry import refuse, rule


def _groups(backend: Any) -> Iterator[Any]:
    for of_vpc in backend.groups.values():
        yield from of_vpc.values()


def _in_use(group_id: str) -> None:
    refuse("DependencyViolation", f"resource {group_id} has a dependent object")


@rule(EC2Response, "delete_security_group", "default-security-group")
def _default(response: Any) -> None:
    group_id = response._get_param("GroupId")
    if any(group.id == group_id and group.name == "default" for group in _groups(response.ec2_backend)):
        refuse("CannotDelete", f'the specified group: "{group_id}" name: "default" cannot be deleted by a user')


@rule(EC2Response, "delete_security_group", "security-group-reference")
def _referenced(response: Any) -> None:
    group_id = response._get_param("GroupId")
    for group in _groups(response.ec2_backend):
        permissions = [*group.ingress_rules, *group.egress_rules]
        if group.id != group_id and any(_refers(permission, group_id) for permission in permissions):
            _in_use(group_id)


@rule(EC2Response, "delete_security_group", "security-group-interface")
def _used(response: Any) -> None:
    group_id = response._get_param("GroupId")
    for interface in response.ec2_backend.enis.values():
        if any(group.id == group_id for group in interface.group_set):
            _in_use(group_id)


def _refers(permission: Any, group_id: str) -> bool:
    return (permission.source_group or {}).get("GroupId") == group_id
