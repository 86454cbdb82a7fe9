"""What a call asks permission for: action, resources and condition keys, as AWS's authorization reference has it."""

from dataclasses import dataclass
from typing import Any

from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE

from .calls import Call
from .conditions import Context
from .associations import behind
from .demanded import asked, more_context, passed_roles
from .journal import resources_of

#: Creating operations of EC2 with the type they create.
_CREATED = {
    "CreateVolume": "volume",
    "CreateSnapshot": "snapshot",
    "CreateVpc": "vpc",
    "CreateSubnet": "subnet",
    "CreateSecurityGroup": "security-group",
    "CreateNatGateway": "natgateway",
    "CreateNetworkInterface": "network-interface",
    "CreateRouteTable": "route-table",
    "CreateInternetGateway": "internet-gateway",
    "CreateVpcEndpoint": "vpc-endpoint",
    "AllocateAddress": "elastic-ip",
    "RunInstances": "instance",
    "CreateLaunchTemplate": "launch-template",
}
_ARN_TYPES = {"nat-gateway": "natgateway", "vpc-elastic-ip": "elastic-ip", "flow-logs": "vpc-flow-log"}
_BY_PREFIX = {"fl": "vpc-flow-log", "dopt": "dhcp-options", "eigw": "egress-only-internet-gateway", "vpce": "vpc-endpoint"}


@dataclass
class Demand:
    """One permission that a call needs."""

    action: str
    resource: str
    context: Context


def demands_of(call: Call, account: str) -> list[Demand]:
    """All permissions that the call needs; none means that AWS asks for none."""
    if call.service == "sts" and call.operation == "GetCallerIdentity":
        return []
    if call.service == "ec2":
        return _ec2_demands(call, account)
    of_bucket = (call.params.get("CreateBucketConfiguration") or {}).get("Tags")
    tags = _tags(call.params.get("tags") or call.params.get("Tags") or of_bucket)
    context = {**_request_context(call, tags), **more_context(call, account)}
    demands = [Demand(action, arn, context) for action, arn in asked(call, account, bool(tags))]
    return demands + [
        Demand("iam:PassRole", role, {**_request_context(call, {}), "iam:passedtoservice": [service]})
        for role, service in passed_roles(call)
    ]


def _ec2_demands(call: Call, account: str) -> list[Demand]:
    action = f"ec2:{call.operation}"
    # a launch template only names an image; nobody starts it yet
    ids = [] if call.reads or call.operation == "CreateLaunchTemplate" else resources_of(call)
    ids = list(dict.fromkeys([*ids, *behind(call, account)]))
    if call.operation in ("CreateTags", "DeleteTags"):
        ids = [str(name) for name in call.params.get("Resources", [])]
    request_tags = _tags(call.params.get("Tags")) | _specified_tags(call)
    created = _CREATED.get(call.operation)
    demands = [_on_existing(call, account, action, name, request_tags if not created else {}) for name in ids]
    if created:
        demands += _on_created(call, account, action, created, request_tags)
    return demands or [Demand(action, "*", _request_context(call, request_tags))]


def _on_existing(call: Call, account: str, action: str, name: str, request_tags: dict[str, str]) -> Demand:
    context = _request_context(call, request_tags)
    for key, value in _resource_tags(call, account, name).items():
        context[f"aws:resourcetag/{key}"] = context[f"ec2:resourcetag/{key}"] = [value]
    return Demand(action, _ec2_arn(call.region, account, _type_of(name), name), context)


def _on_created(call: Call, account: str, action: str, kind: str, tags: dict[str, str]) -> list[Demand]:
    arn = _ec2_arn(call.region, account, kind, "*")
    context = _request_context(call, tags)
    demands = [Demand(action, arn, context)]
    if tags:
        demands.append(Demand("ec2:CreateTags", arn, {**context, "ec2:createaction": [call.operation]}))
    return demands


def _request_context(call: Call, tags: dict[str, str]) -> Context:
    context: Context = {"aws:requestedregion": [call.region]}
    if tags:
        context["aws:tagkeys"] = list(tags)
    for key, value in tags.items():
        context[f"aws:requesttag/{key}"] = [value]
    return context


def _tags(given: Any) -> dict[str, str]:
    if isinstance(given, dict):
        return {str(key): str(value) for key, value in given.items()}
    if not isinstance(given, list):
        return {}
    return {str(tag.get("Key")): str(tag.get("Value") or "") for tag in given if isinstance(tag, dict)}


def _specified_tags(call: Call) -> dict[str, str]:
    tags: dict[str, str] = {}
    for specification in call.params.get("TagSpecifications") or []:
        tags |= _tags(specification.get("Tags"))
    return tags


def _resource_tags(call: Call, account: str, name: str) -> dict[str, str]:
    from moto.ec2.models import ec2_backends

    return dict(ec2_backends[account][call.region].tags.get(name) or {})


def _type_of(name: str) -> str:
    prefix = name.rpartition("-")[0]
    kind = _BY_PREFIX.get(prefix) or EC2_PREFIX_TO_RESOURCE.get(prefix, "resource")
    return _ARN_TYPES.get(kind, kind)


def _ec2_arn(region: str, account: str, kind: str, name: str) -> str:
    owner = "" if kind in ("snapshot", "image") else account
    return f"arn:aws:ec2:{region}:{owner}:{kind}/{name}"
