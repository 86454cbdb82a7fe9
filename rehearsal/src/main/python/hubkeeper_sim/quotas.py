"""Service quotas: what they are called, what they are, and whether they are exhausted."""

from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.instance_types import INSTANCE_TYPES

from .answers import Question, Refusal, answers, listing

VPCS = ("vpc", "L-F678F1CE")
ADDRESSES = ("ec2", "L-0263D0A3")
STANDARD = ("ec2", "L-1216C47A")
GRAPHICS = ("ec2", "L-DB2E81BA")
_SPOT = {STANDARD: ("ec2", "L-34B43A08"), GRAPHICS: ("ec2", "L-3819A6DF")}
_P = ("ec2", "L-417A185B")

#: Name, value, unit; values of an account that has been in use for a while.
_DEFAULTS: dict[tuple[str, str], tuple[str, float]] = {
    VPCS: ("VPCs per Region", 5),
    ("vpc", "L-407747CB"): ("Subnets per VPC", 200),
    ("vpc", "L-FE5A380F"): ("NAT gateways per Availability Zone", 5),
    ("vpc", "L-A4707A72"): ("Internet gateways per Region", 5),
    ("vpc", "L-E79EC296"): ("VPC security groups per Region", 2500),
    ADDRESSES: ("EC2-VPC Elastic IPs", 5),
    STANDARD: ("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 512),
    GRAPHICS: ("Running On-Demand G and VT instances", 64),
    _P: ("Running On-Demand P instances", 0),
    _SPOT[STANDARD]: ("All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 512),
    _SPOT[GRAPHICS]: ("All G and VT Spot Instance Requests", 64),
    ("eks", "L-1194D53C"): ("Clusters", 100),
    ("eks", "L-6D54EA21"): ("Managed node groups per cluster", 30),
    ("ebs", "L-7A658B76"): ("Storage for General Purpose SSD (gp3) volumes, in TiB", 50),
    ("elasticloadbalancing", "L-E9E9831D"): ("Classic Load Balancers per Region", 20),
    ("elasticloadbalancing", "L-69A177A2"): ("Network Load Balancers per Region", 50),
}


class Quotas:
    """The quotas of the simulated account."""

    def __init__(self) -> None:
        self._set: dict[tuple[str, str], float] = {}

    def replace(self, given: dict[str, float]) -> dict[str, float]:
        """Sets quotas by their codes; all others are what they usually are."""
        codes = {code: (service, code) for service, code in _DEFAULTS}
        unknown = sorted(set(given) - set(codes))
        if unknown:
            raise ValueError(f"unknown quota codes {unknown}; known: {sorted(codes)}")
        self._set = {codes[code]: float(value) for code, value in given.items()}
        return given

    def value(self, quota: tuple[str, str]) -> float:
        """What a quota is."""
        return self._set.get(quota, _DEFAULTS[quota][1])

    def room_for(self, account: str, region: str, kind: str, capacity: str | None = "ON_DEMAND") -> int:
        """How many more instances of a type may run."""
        quota = quota_of(kind)
        if capacity == "SPOT":
            quota = _SPOT.get(quota, quota)
        return int(self.value(quota) - _running(account, region, quota)) // max(1, vcpus(kind))

    @staticmethod
    def vcpu_message() -> str:
        """AWS's words when no more may run."""
        return (
            "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than "
            "your current vCPU limit allows for the instance bucket that the specified instance type belongs to. "
            "Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. "
            "Launching EC2 instance failed."
        )


def vcpus(kind: str) -> int:
    """The virtual processors of an instance type."""
    return int(INSTANCE_TYPES.get(kind, {}).get("VCpuInfo", {}).get("DefaultVCpus", 1))


def quota_of(kind: str) -> tuple[str, str]:
    """The quota that instances of a type count against."""
    family = kind.split(".")[0]
    if family.startswith(("g", "vt")):
        return GRAPHICS
    return _P if family.startswith("p") else STANDARD


def _running(account: str, region: str, quota: tuple[str, str]) -> int:
    spot = {value: key for key, value in _SPOT.items()}
    wanted = spot.get(quota, quota)
    total = 0
    for reservation in ec2_backends[account][region].reservations.values():
        for instance in reservation.instances:
            if instance._state.name not in ("pending", "running") or quota_of(instance.instance_type) != wanted:
                continue
            if getattr(instance, "spot", False) == (quota in spot):
                total += vcpus(instance.instance_type)
    return total


#: The quotas that moto's patched models keep to.
QUOTAS = Quotas()


@answers("servicequotas", "ListServiceQuotas")
def _list(question: Question) -> dict[str, Any]:
    service = question.get("ServiceCode")
    found = [_described(question, quota) for quota in _DEFAULTS if quota[0] == service]
    return listing([one for one in found if question.get("QuotaCode") in (None, one["QuotaCode"])], "Quotas", question)


@answers("servicequotas", "GetServiceQuota")
def _get(question: Question) -> dict[str, Any]:
    return {"Quota": _described(question, _known(question))}


@answers("servicequotas", "GetAWSDefaultServiceQuota")
def _default(question: Question) -> dict[str, Any]:
    quota = _known(question)
    return {"Quota": _described(question, quota) | {"Value": _DEFAULTS[quota][1]}}


def _known(question: Question) -> tuple[str, str]:
    quota = (str(question.get("ServiceCode")), str(question.get("QuotaCode")))
    if quota not in _DEFAULTS:
        raise Refusal(400, "NoSuchResourceException", "The request failed because the specified quota does not exist.")
    return quota


def _described(question: Question, quota: tuple[str, str]) -> dict[str, Any]:
    service, code = quota
    return {
        "ServiceCode": service,
        "ServiceName": service,
        "QuotaArn": f"arn:aws:servicequotas:{question.region}:{question.account}:{service}/{code}",
        "QuotaCode": code,
        "QuotaName": _DEFAULTS[quota][0],
        "Value": QUOTAS.value(quota),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }
