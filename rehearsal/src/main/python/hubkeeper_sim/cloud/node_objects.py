"""A Node as a kubelet of EKS registers it."""

from typing import Any

from moto.ec2.models.instance_types import INSTANCE_TYPES

from .api import Object
from .state import Home, Machine

GROUP = "eks.amazonaws.com/nodegroup"
FAKE = {"kwok.x-k8s.io/node": "fake"}

_EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}
#: Memory that the machine itself and eviction keep back, in Mi: 11 Mi a pod, 255, and 100 for eviction.
_KEPT_BASE, _KEPT_PER_POD = 355, 11
#: Part of the machine's memory that Linux sees.
_VISIBLE = 0.965


def node_object(home: Home, machine: Machine, networked: bool) -> Object:
    """The object; without the network add-on nothing makes it ready."""
    kind = str(machine.instance.instance_type)
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": machine.node,
            "labels": labels(home, machine),
            "annotations": {
                "node.alpha.kubernetes.io/ttl": "0",
                "volumes.kubernetes.io/controller-managed-attach-detach": "true",
                **(FAKE if networked else {}),
            },
        },
        "spec": {
            "providerID": f"aws:///{_zone(machine)}/{machine.instance.id}",
            "taints": taints(machine.group),
        },
        "status": _status(home, machine, kind),
    }


def taints(group: Any) -> list[dict[str, str]]:
    """A group's taints as Kubernetes writes them."""
    return [
        {"key": taint["key"], "effect": _EFFECTS[taint["effect"]], "value": taint.get("value") or ""}
        for taint in group.taints or []
    ]


def labels(home: Home, machine: Machine) -> dict[str, str]:
    """All labels of a node."""
    kind, zone = str(machine.instance.instance_type), _zone(machine)
    return {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/instance-type": kind,
        "beta.kubernetes.io/os": "linux",
        "eks.amazonaws.com/capacityType": str(machine.group.capacity_type),
        GROUP: str(machine.group.nodegroup_name),
        "eks.amazonaws.com/nodegroup-image": str(machine.instance.image_id),
        "failure-domain.beta.kubernetes.io/region": home.region,
        "failure-domain.beta.kubernetes.io/zone": zone,
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": machine.node,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": kind,
        "topology.ebs.csi.aws.com/zone": zone,
        "topology.kubernetes.io/region": home.region,
        "topology.kubernetes.io/zone": zone,
        **{str(key): str(value) for key, value in (machine.group.labels or {}).items()},
    }


def _zone(machine: Machine) -> str:
    return str(machine.instance.placement.availability_zone)


def _status(home: Home, machine: Machine, kind: str) -> Object:
    facts = INSTANCE_TYPES.get(kind, {})
    cpus = int(facts.get("VCpuInfo", {}).get("DefaultVCpus", 2))
    memory = int(int(facts.get("MemoryInfo", {}).get("SizeInMiB", 4096)) * _VISIBLE)
    pods = max_pods(facts, cpus)
    disk = int(getattr(machine.group, "root_size", 20))
    capacity = {
        "cpu": str(cpus),
        "memory": f"{memory}Mi",
        "pods": str(pods),
        "ephemeral-storage": f"{disk}Gi",
        "hugepages-1Gi": "0",
        "hugepages-2Mi": "0",
    }
    kept = _KEPT_BASE + _KEPT_PER_POD * pods
    return {
        "capacity": capacity,
        "allocatable": {
            **capacity,
            "cpu": f"{cpus * 1000 - kept_millicores(cpus)}m",
            "memory": f"{max(256, memory - kept)}Mi",
            "ephemeral-storage": f"{int(disk * 0.9)}Gi",
        },
        "addresses": [
            {"type": "InternalIP", "address": str(machine.instance.private_ip)},
            {"type": "InternalDNS", "address": machine.node},
            {"type": "Hostname", "address": machine.node},
            # Where the API server finds the kubelet, which kwok plays on this machine.
            {"type": "ExternalDNS", "address": "localhost"},
        ],
        "nodeInfo": _info(home, machine),
    }


def _info(home: Home, machine: Machine) -> Object:
    return {
        "architecture": "amd64",
        "bootID": "00000000-0000-4000-8000-000000000001",
        "containerRuntimeVersion": "containerd://2.1.4",
        "kernelVersion": "6.12.46-66.121.amzn2023.x86_64",
        "kubeProxyVersion": "",
        "kubeletVersion": f"v{machine.version}.1-eks-113cf36",
        "machineID": "ec2" + str(machine.instance.id).removeprefix("i-"),
        "operatingSystem": "linux",
        "osImage": "Amazon Linux 2023.9.20251105",
        "systemUUID": "ec2" + str(machine.instance.id).removeprefix("i-"),
    }


def max_pods(facts: dict[str, Any], cpus: int) -> int:
    """Addresses of all interfaces less their own, plus two; at most 110, or 250 on large machines."""
    network = facts.get("NetworkInfo", {})
    interfaces = int(network.get("MaximumNetworkInterfaces", 3))
    addresses = int(network.get("Ipv4AddressesPerInterface", 6))
    return min(interfaces * (addresses - 1) + 2, 250 if cpus > 30 else 110)


def kept_millicores(cpus: int) -> int:
    """What EKS keeps back: 6 % of the first core, 1 % of the second, 0.5 % of two more, 0.25 % of the rest."""
    kept = 60.0 + (10 if cpus > 1 else 0) + 5 * max(0, min(cpus, 4) - 2) + 2.5 * max(0, cpus - 4)
    return int(kept)
