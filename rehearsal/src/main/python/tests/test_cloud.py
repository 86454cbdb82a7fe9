"""The cloud controller between the simulated AWS and an API server."""

from collections.abc import Iterator
from typing import Any

import pytest

from .eks import Eks
from .kube import KubeServer
from .sim import Sim, eventually


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    """An API server."""
    server = KubeServer()
    yield server
    server.server.shutdown()


@pytest.fixture
def eks(sim: Sim, kube: KubeServer) -> Eks:
    """A cluster that is served by it."""
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": kube.url}})
    made = Eks(sim)
    sim.quicken(**{"node-boot": 0.1, "load-balancer": 0.1})
    return made.create()


def _scale(sim: Sim, eks: Eks, wanted: int) -> None:
    name = eks.group()["resources"]["autoScalingGroups"][0]["name"]
    sim.client("autoscaling").set_desired_capacity(AutoScalingGroupName=name, DesiredCapacity=wanted)


def _node(kube: KubeServer) -> Any:
    return kube.objects[f"/api/v1/nodes/{kube.names('nodes')[0]}"]


def test_nodes_come_and_go_with_instances(sim: Sim, eks: Eks, kube: KubeServer) -> None:
    taint = {"key": "hub.jupyter.org/dedicated", "value": "user", "effect": "NO_SCHEDULE"}
    eks.create_group(wanted=2, instanceTypes=["m5.xlarge"], labels={"purpose": "user"}, taints=[taint])
    eventually(lambda: eks.status() == "ACTIVE")
    node = _node(kube)
    instances = sim.client("ec2").describe_instances()["Reservations"]
    names = {one["PrivateDnsName"] for reservation in instances for one in reservation["Instances"]}
    assert set(kube.names("nodes")) == names and len(names) == 2
    labels = node["metadata"]["labels"]
    assert (labels["purpose"], labels["eks.amazonaws.com/nodegroup"]) == ("user", "core")
    assert labels["node.kubernetes.io/instance-type"] == "m5.xlarge"
    zone = labels["topology.kubernetes.io/zone"]
    assert node["spec"]["providerID"].startswith(f"aws:///{zone}/i-")
    assert node["spec"]["taints"] == [{**taint, "effect": "NoSchedule"}]
    assert node["status"]["nodeInfo"]["kubeletVersion"].startswith("v1.34.")
    assert node["status"]["allocatable"]["cpu"] == "3920m" and node["status"]["allocatable"]["pods"] == "58"
    kube.put("/api/v1/namespaces/hub/pods/p", spec={"nodeName": kube.names("nodes")[0]})
    _scale(sim, eks, 0)
    eventually(lambda: not kube.names("nodes") and not kube.names("pods"))
    _scale(sim, eks, 1)
    eventually(lambda: len(kube.names("nodes")) == 1)
    eks.client.delete_nodegroup(clusterName="lab", nodegroupName="core")
    eventually(lambda: not kube.names("nodes"))


def test_a_group_without_nodes_is_active_and_one_whose_nodes_do_not_join_fails(sim: Sim, kube: KubeServer) -> None:
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": kube.url}})
    eks = Eks(sim, bootstrapSelfManagedAddons=False).create()
    sim.quicken(**{"node-boot": 0.1, "nodegroup-patience": 0.8})
    eks.create_group("empty", wanted=0)
    eventually(lambda: eks.status("empty") == "ACTIVE")
    eks.create_group("core")
    eventually(lambda: eks.status("core") == "CREATE_FAILED")
    assert eks.group("core")["health"]["issues"][0]["code"] == "NodeCreationFailure"
    eks.client.create_addon(clusterName="lab", addonName="vpc-cni")
    eventually(lambda: "kwok.x-k8s.io/node" in _node(kube)["metadata"]["annotations"])


def test_coredns_recovers_once_there_is_a_node(sim: Sim, eks: Eks) -> None:
    eks.client.create_addon(clusterName="lab", addonName="coredns")
    status = lambda: eks.client.describe_addon(clusterName="lab", addonName="coredns")["addon"]["status"]  # noqa: E731
    eventually(lambda: status() == "DEGRADED")
    eks.create_group()
    eventually(lambda: status() == "ACTIVE")
