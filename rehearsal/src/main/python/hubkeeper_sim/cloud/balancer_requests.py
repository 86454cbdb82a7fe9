"""Load balancers in AWS: which kind a service asks for, where it is placed, what belongs to it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.ec2.models import ec2_backends
from moto.elb.models import elb_backends
from moto.elbv2.models import elbv2_backends

from .api import Object
from .state import Home

_TYPE = "service.beta.kubernetes.io/aws-load-balancer-type"
_SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme"
_INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-internal"


@dataclass(frozen=True)
class Balancer:
    """A load balancer that was made for a service."""

    name: str
    host: str
    arn: str
    group: str


def wanted(service: Object, controller_runs: Callable[[], bool]) -> str | None:
    """classic or nlb by the built-in controller, aws-nlb by AWS's own; None if nobody would make one."""
    kind = _annotations(service).get(_TYPE, "")
    chosen = service["spec"].get("loadBalancerClass", "")
    if chosen:
        return "aws-nlb" if chosen == "service.k8s.aws/nlb" and controller_runs() else None
    if kind in ("external", "nlb-ip"):
        return "aws-nlb" if controller_runs() else None
    return "nlb" if kind == "nlb" else "classic"


def make(home: Home, service: Object, kind: str, name: str) -> tuple[Balancer | None, str]:
    """Makes a load balancer with its security group; else says why not."""
    internal = _is_internal(service, kind)
    subnets = _subnets(home, internal)
    if not subnets:
        return None, "could not find any suitable subnets for creating the ELB"
    ec2 = ec2_backends[home.account][home.region]
    meta = service["metadata"]
    tags = {
        f"kubernetes.io/cluster/{home.name}": "owned",
        "kubernetes.io/service-name": f"{meta['namespace']}/{meta['name']}",
    }
    scheme = "internal" if internal else "internet-facing"
    group = ""
    if kind != "nlb":
        text = f"Security group for Kubernetes ELB {name} ({meta['namespace']}/{meta['name']})"
        vpc = ec2.get_subnet(subnets[0]).vpc_id
        group = str(ec2.create_security_group(f"k8s-elb-{name}", text, vpc_id=vpc, tags=tags).id)
    if kind == "classic":
        return _classic(home, service, name, subnets, group, tags, scheme), ""
    balancer = elbv2_backends[home.account][home.region].create_load_balancer(
        name,
        [group] if group else [],
        subnets,
        scheme=scheme,
        loadbalancer_type="network",
        tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    balancer.dns_name = f"{name}-{secrets.token_hex(8)}.elb.{home.region}.amazonaws.com"
    return Balancer(name, str(balancer.dns_name), str(balancer.arn), group), ""


def _classic(
    home: Home, service: Object, name: str, subnets: list[str], group: str, tags: dict[str, str], scheme: str
) -> Balancer:
    backend = elb_backends[home.account][home.region]
    ports = [
        {"Protocol": "TCP", "LoadBalancerPort": port["port"], "InstancePort": port.get("nodePort") or port["port"]}
        for port in service["spec"].get("ports") or []
    ]
    balancer = backend.create_load_balancer(name, [], ports, scheme, subnets, [group])
    balancer.dns_name = f"{name}-{secrets.randbelow(900_000_000) + 100_000_000}.{home.region}.elb.amazonaws.com"
    for key, value in tags.items():
        balancer.add_tag(key, value)
    return Balancer(name, str(balancer.dns_name), "", group)


def is_protected(home: Home, balancer: Balancer) -> bool:
    """Whether a load balancer may not be deleted."""
    known = elbv2_backends[home.account][home.region].load_balancers
    found = next((one for one in known.values() if one.name == balancer.name), None)
    return found is not None and str(found.attrs.get("deletion_protection.enabled")).lower() == "true"


def unmake(home: Home, balancer: Balancer) -> None:
    """Removes a load balancer; its security group goes once its interfaces are gone, as far as AWS lets it."""
    network = elbv2_backends[home.account][home.region]
    arn = balancer.arn or next((one.arn for one in network.load_balancers.values() if one.name == balancer.name), "")
    groups = _groups(home, balancer)
    if arn:
        if arn in network.load_balancers:
            network.delete_load_balancer(arn)
    else:
        elb_backends[home.account][home.region].delete_load_balancer(balancer.name)
    _remove_groups(home, groups)


def _groups(home: Home, balancer: Balancer) -> list[Any]:
    ec2 = ec2_backends[home.account][home.region]
    return [
        group
        for of_vpc in list(ec2.groups.values())
        for group in list(of_vpc.values())
        if group.name == f"k8s-elb-{balancer.name}"
    ]


def _remove_groups(home: Home, groups: list[Any]) -> None:
    """The controllers take the group off the interfaces first, so that it can be deleted at once."""
    ec2 = ec2_backends[home.account][home.region]
    for group in groups:
        for interface in ec2.enis.values():
            interface._group_set = [one for one in interface._group_set if one.id != group.id]
        ec2.delete_security_group(group_id=group.id)


def _is_internal(service: Object, kind: str) -> bool:
    annotations = _annotations(service)
    if kind.startswith("aws"):
        return annotations.get(_SCHEME, "internal") != "internet-facing"
    return annotations.get(_INTERNAL, "false") not in ("false", "")


def _subnets(home: Home, internal: bool) -> list[str]:
    """One subnet a zone, among those tagged for load balancers in the cluster's VPC."""
    ec2 = ec2_backends[home.account][home.region]
    vpc = (home.cluster.resources_vpc_config or {}).get("vpcId")
    role = "kubernetes.io/role/internal-elb" if internal else "kubernetes.io/role/elb"
    chosen: dict[str, str] = {}
    for of_zone in ec2.subnets.values():
        for subnet in of_zone.values():
            if subnet.vpc_id == vpc and role in (ec2.tags.get(subnet.id) or {}):
                chosen.setdefault(subnet.availability_zone, subnet.id)
    return list(chosen.values())


def _annotations(service: Object) -> dict[str, str]:
    return service["metadata"].get("annotations") or {}
