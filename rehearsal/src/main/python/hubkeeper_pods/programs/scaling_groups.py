"""Auto Scaling groups as the autoscaler knows them: by their tags, and by what EC2 says of their machines."""

import logging
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

from ..aws import Aws, AwsError
from .fitting import Room, quantity

LOG = logging.getLogger(__name__)

_AUTOSCALING, _EC2 = ("autoscaling", "2011-01-01"), ("ec2", "2016-11-15")
NODEGROUP_TAG = "eks:nodegroup-name"
_TEMPLATE = "k8s.io/cluster-autoscaler/node-template/"
#: Part of a machine that EKS keeps for system and kubelet, roughly, and pods of a machine of medium size.
_USABLE, _PODS = 0.92, 35.0


@dataclass
class Group:
    """One group."""

    name: str
    least: int
    most: int
    desired: int
    instances: list[str]
    tags: dict[str, str]
    zone: str
    template: str | None
    machine: dict[str, float] = field(default_factory=dict)
    machine_type: str | None = None

    def empty_node(self) -> Room:
        """What a node of the group would offer, by the group's node-template tags and its machine."""
        labels = {
            "kubernetes.io/os": "linux",
            "kubernetes.io/arch": "amd64",
            "topology.kubernetes.io/zone": self.zone,
            **self._tagged("label/"),
        }
        if NODEGROUP_TAG in self.tags:  # EKS's own, of a managed node group
            labels["eks.amazonaws.com/nodegroup"] = self.tags[NODEGROUP_TAG]
        if self.machine_type:
            labels.setdefault("node.kubernetes.io/instance-type", self.machine_type)
        taints = []
        for key, text in self._tagged("taint/").items():
            value, _, effect = text.rpartition(":")
            taints.append({"key": key, "value": value, "effect": effect})
        resources = {name: quantity(amount) for name, amount in self._tagged("resources/").items()}
        return Room(labels, taints, {**self.machine, **resources})

    def _tagged(self, kind: str) -> dict[str, str]:
        prefix = _TEMPLATE + kind
        return {key.removeprefix(prefix): value for key, value in self.tags.items() if key.startswith(prefix)}


def discover(aws: Aws, wanted: list[str], machines: dict[str, tuple[str, dict[str, float]]]) -> list[Group]:
    """The groups that have all the wanted tags; machines keeps what launch templates were seen to be."""
    groups = []
    for page in aws.pages(*_AUTOSCALING, "DescribeAutoScalingGroups"):
        for member in page.findall(".//AutoScalingGroups/member"):
            group = _read(member)
            if all(tag in group.tags for tag in wanted):
                if group.template:
                    _learn(aws, group, group.template, machines)
                groups.append(group)
    return groups


def grow(aws: Aws, group: Group) -> None:
    """One node more."""
    group.desired += 1
    aws.query(
        *_AUTOSCALING, "SetDesiredCapacity", AutoScalingGroupName=group.name, DesiredCapacity=str(group.desired)
    )


def remove(aws: Aws, group: Group, instance: str) -> None:
    """This node less."""
    group.desired -= 1
    given = {"InstanceId": instance, "ShouldDecrementDesiredCapacity": "true"}
    aws.query(*_AUTOSCALING, "TerminateInstanceInAutoScalingGroup", **given)


def _read(member: ElementTree.Element) -> Group:
    def text(path: str) -> str:
        return member.findtext(path) or ""

    return Group(
        text("AutoScalingGroupName"),
        int(text("MinSize")),
        int(text("MaxSize")),
        int(text("DesiredCapacity")),
        [one.text or "" for one in member.findall("Instances/member/InstanceId")],
        {one.findtext("Key") or "": one.findtext("Value") or "" for one in member.findall("Tags/member")},
        text("AvailabilityZones/member"),
        member.findtext(".//LaunchTemplateId"),
    )


def _learn(aws: Aws, group: Group, template: str, machines: dict[str, tuple[str, dict[str, float]]]) -> None:
    if template not in machines:
        try:
            machines[template] = _machine(aws, template)
        except AwsError as refused:
            LOG.warning("launch template %s of %s: %s", template, group.name, refused)
            return
    group.machine_type, group.machine = machines[template][0], dict(machines[template][1])


def _machine(aws: Aws, template: str) -> tuple[str, dict[str, float]]:
    given = {"LaunchTemplateId": template, "LaunchTemplateVersion.1": "$Latest"}
    kind = aws.query(*_EC2, "DescribeLaunchTemplateVersions", **given).findtext(".//instanceType") or ""
    if not kind:
        return "", {}
    about = aws.query(*_EC2, "DescribeInstanceTypes", **{"InstanceType.1": kind})
    cores, memory = about.findtext(".//defaultVCpus"), about.findtext(".//memoryInfo/sizeInMiB")
    gpus = sum(int(one.findtext("count") or 0) for one in about.findall(".//gpuInfo/gpus/item"))
    machine = {"cpu": float(cores or 0), "memory": float(memory or 0) * 2**20 * _USABLE, "pods": _PODS}
    return kind, {**machine, "nvidia.com/gpu": float(gpus)} if gpus else machine
