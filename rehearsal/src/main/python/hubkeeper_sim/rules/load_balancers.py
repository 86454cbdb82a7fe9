"""Load balancers of both generations: they make interfaces that outlive them for minutes."""

from typing import Any
from unittest.mock import patch

from moto.ec2.models import ec2_backends
from moto.elb.models import ELBBackend
from moto.elb.responses import ELBResponse
from moto.elbv2 import models
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend
from moto.elbv2.responses import ELBV2Response

from ..clock import TIMELINE
from .managed import create_managed, publish, remove
from .registry import Check, rule

_OWNER = "amazon-elb"
_MOST_TAGGED = 20
_PREFIXES = {"application": "app", "network": "net", "gateway": "gwy"}


@rule(ELBV2Response, "delete_load_balancer", "load-balancer-protection")
def _protected(response: Any) -> None:
    balancer = response.elbv2_backend.load_balancers.get(response._get_param("LoadBalancerArn"))
    if balancer is not None and str(balancer.attrs.get("deletion_protection.enabled")).lower() == "true":
        text = f"Load balancer '{balancer.arn}' cannot be deleted because deletion protection is enabled"
        raise ELBClientError("OperationNotPermitted", text)


def _at_most_twenty(key: str) -> Check:
    def check(response: Any) -> None:
        if len(response._get_param(key, [])) > _MOST_TAGGED:
            text = f"Member must have length less than or equal to {_MOST_TAGGED}"
            raise ELBClientError("ValidationError", f"1 validation error detected: {text}")

    return check


rule(ELBV2Response, "describe_tags", "load-balancer-tags")(_at_most_twenty("ResourceArns"))
rule(ELBResponse, "describe_tags", "classic-load-balancer-tags")(_at_most_twenty("LoadBalancerNames"))

_stock_create = ELBv2Backend.create_load_balancer
_stock_delete = ELBv2Backend.delete_load_balancer
_stock_set_groups = ELBv2Backend.set_security_groups
_stock_create_classic = ELBBackend.create_load_balancer
_stock_delete_classic = ELBBackend.delete_load_balancer


def _create(self: Any, *args: Any, **kwargs: Any) -> Any:
    kind = kwargs.get("loadbalancer_type") or "application"
    stock = models.make_arn_for_load_balancer
    # moto takes every load balancer for one of applications
    with patch.object(models, "make_arn_for_load_balancer", lambda **of: _arn(stock(**of), kind)):
        balancer = _stock_create(self, *args, **kwargs)
    label = f"ELB {_PREFIXES[kind]}/{balancer.name}/{balancer.arn.rpartition('/')[2]}"
    type_of_interface = "network_load_balancer" if kind == "network" else "interface"
    subnets = [subnet.id for subnet in balancer.subnets]
    public = balancer.scheme == "internet-facing"
    groups = balancer.security_groups or []
    balancer.interface_ids = _interfaces(self.ec2_backend, subnets, groups, label, type_of_interface, public)
    return balancer


def _arn(arn: str, kind: str) -> str:
    return arn.replace(":loadbalancer/app/", f":loadbalancer/{_PREFIXES[kind]}/")


def _delete(self: Any, arn: str) -> None:
    balancer = self.load_balancers.get(arn)
    _stock_delete(self, arn)
    if balancer is not None:
        _linger(self.ec2_backend, balancer)


def _set_groups(self: Any, arn: str, sec_groups: list[str]) -> None:
    _stock_set_groups(self, arn, sec_groups)
    for interface_id in self.load_balancers[arn].interface_ids:
        groups = [self.ec2_backend.get_security_group_from_id(group) for group in sec_groups]
        self.ec2_backend.enis[interface_id]._group_set = [group for group in groups if group]


def _create_classic(self: Any, *args: Any, **kwargs: Any) -> Any:
    balancer = _stock_create_classic(self, *args, **kwargs)
    backend = ec2_backends[self.account_id][self.region_name]
    public = balancer.scheme == "internet-facing"
    subnets, groups = balancer.subnets or [], balancer.security_groups or []
    balancer.interface_ids = _interfaces(backend, subnets, groups, f"ELB {balancer.name}", "interface", public)
    return balancer


def _delete_classic(self: Any, load_balancer_name: str) -> None:
    balancer = self.load_balancers.get(load_balancer_name)
    _stock_delete_classic(self, load_balancer_name)
    if balancer is not None:
        _linger(ec2_backends[self.account_id][self.region_name], balancer)


def _interfaces(backend: Any, subnets: list[str], groups: list[str], label: str, kind: str, public: bool) -> list[str]:
    made = [create_managed(backend, subnet, list(groups), _OWNER, label, kind) for subnet in subnets]
    for interface in made if public else []:
        publish(interface)
    return [interface.id for interface in made]


def _linger(backend: Any, balancer: Any) -> None:
    def gone() -> None:
        for interface_id in balancer.interface_ids:
            remove(backend, interface_id)

    TIMELINE.after("load-balancer-interfaces", gone)


ELBv2Backend.create_load_balancer = _create
ELBv2Backend.delete_load_balancer = _delete
ELBv2Backend.set_security_groups = _set_groups
ELBBackend.create_load_balancer = _create_classic
ELBBackend.delete_load_balancer = _delete_classic
