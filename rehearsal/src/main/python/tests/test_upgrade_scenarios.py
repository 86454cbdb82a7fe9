"""The worlds of the runbook upgrade: a cluster that stands, and what is in its way."""

from collections.abc import Iterator
from typing import Any

import pytest

from .kube import KubeServer
from .sim import Sim, cluster, error_of, eventually

GROUPS = [
    {"name": "core", "instanceTypes": ["t3a.large"], "zones": ["eu-west-1a"]},
    {
        "name": "user",
        "instanceTypes": ["t3a.large"],
        "scalingConfig": {"minSize": 0, "maxSize": 5, "desiredSize": 2},
        "labels": {"hub.jupyter.org/node-purpose": "user"},
    },
]
LEAVES = "rehearsal.hubkeeper.org/leaves-after"
DEPRECATED = {
    "usage": "/apis/policy/v1beta1/poddisruptionbudgets",
    "replacedWith": "/apis/policy/v1/poddisruptionbudgets",
    "stopServingVersion": "1.35",
    "startServingReplacementVersion": "1.21",
    "clientStats": [{"userAgent": "old-chart", "numberOfRequestsLast30Days": 3, "lastRequestTime": 1_790_000_000}],
}


@pytest.fixture
def kube(sim: Sim) -> Iterator[KubeServer]:
    """An API server, with something that stands before it."""
    server = KubeServer()
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": server.url, "front": "https://127.0.0.1:9"}})
    yield server
    server.server.shutdown()


def _stands(sim: Sim, name: str, **options: Any) -> Any:
    options = {"runbook": "upgrade", "groups": GROUPS, **options}
    sim.admin("POST", "scenario", {"name": name, "cluster": "lab", "clusters": [cluster("lab")], "options": options})
    sim.quicken(**{"cluster-update": 0.2, "foreign-update": 0.3})
    return sim.client("eks")


def _moved(eks: Any, version: str) -> Any:
    update = eks.update_cluster_version(name="lab", version=version)["update"]["id"]
    told = lambda: eks.describe_update(name="lab", updateId=update)["update"]  # noqa: E731
    return eventually(lambda: (one := told())["status"] != "InProgress" and one)


def test_a_cluster_stands_with_nodes_and_goes_up(sim: Sim, kube: KubeServer) -> None:
    eks = _stands(sim, "clean")
    found = eks.describe_cluster(name="lab")["cluster"]
    assert (found["status"], found["version"], found["endpoint"]) == ("ACTIVE", "1.34", "https://127.0.0.1:9")
    assert {eks.describe_nodegroup(clusterName="lab", nodegroupName=one)["nodegroup"]["status"] for one in ("core", "user")} == {
        "ACTIVE"
    }
    eventually(lambda: len(kube.names("nodes")) == 3)
    versions = [kube.objects[f"/api/v1/nodes/{name}"]["status"]["nodeInfo"]["kubeletVersion"] for name in kube.names("nodes")]
    assert all(version.startswith("v1.34.") for version in versions)
    assert sim.admin("GET", "look/lab")["minor"] == "34"
    assert _moved(eks, "1.35")["status"] == "Successful"
    assert sim.admin("GET", "look/lab")["gitVersion"].startswith("v1.35.")


def test_deprecated_calls_are_told_by_eks_and_by_the_server_until_they_are_gone(sim: Sim, kube: KubeServer) -> None:
    eks = _stands(sim, "clean", deprecated=[DEPRECATED])
    (line,) = sim.admin("GET", "look/lab")["metrics"]
    assert 'resource="poddisruptionbudgets"' in line and 'removed_release="1.35"' in line
    assert error_of(lambda: eks.update_cluster_version(name="lab", version="1.35")) == "InvalidStateException"
    wanted = {"kubernetesVersions": ["1.35"], "statuses": ["ERROR"]}
    (found,) = eks.list_insights(clusterName="lab", filter=wanted)["insights"]
    told = eks.describe_insight(clusterName="lab", id=found["id"])["insight"]
    (detail,) = told["categorySpecificSummary"]["deprecationDetails"]
    assert detail["clientStats"][0]["userAgent"] == "old-chart"


def test_the_first_update_fails(sim: Sim, kube: KubeServer) -> None:
    eks = _stands(sim, "update-fails")
    assert [_moved(eks, "1.35")["status"] for _ in range(2)] == ["Failed", "Successful"]


def test_a_subnet_is_full(sim: Sim, kube: KubeServer) -> None:
    eks = _stands(sim, "too-few-addresses")
    subnets = eks.describe_cluster(name="lab")["cluster"]["resourcesVpcConfig"]["subnetIds"]
    found = sim.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]
    assert [one["AvailableIpAddressCount"] for one in found] == [3, 3]
    failed = _moved(eks, "1.35")
    assert failed["errors"][0]["errorCode"] == "InsufficientFreeAddresses"
    assert eks.describe_cluster(name="lab")["cluster"]["version"] == "1.34"


def test_somebody_else_is_at_it(sim: Sim, kube: KubeServer) -> None:
    eks = _stands(sim, "update-running")
    assert error_of(lambda: eks.update_cluster_version(name="lab", version="1.35")) == "ResourceInUseException"
    eventually(lambda: eks.describe_cluster(name="lab")["cluster"]["status"] == "ACTIVE", 40)


def test_an_add_on_is_rejected_once(sim: Sim, kube: KubeServer) -> None:
    eks = _stands(sim, "add-on-rejected")
    _moved(eks, "1.35")
    wanted = {"clusterName": "lab", "addonName": "coredns", "addonVersion": "v1.13.1-eksbuild.1"}
    assert error_of(lambda: eks.update_addon(**wanted)) == "InvalidParameterException"
    assert error_of(lambda: eks.update_addon(**wanted)) == "SUCCESS"


def test_people_go_a_while_after_their_node_was_closed(sim: Sim, kube: KubeServer) -> None:
    _stands(sim, "clean")
    node = eventually(lambda: kube.names("nodes"))[0]
    told = {LEAVES: "0.3"}
    kube.put("/api/v1/namespaces/hub/pods/jupyter-a", metadata={"annotations": told}, spec={"nodeName": node})
    kube.put("/api/v1/namespaces/hub/pods/hub", metadata={"labels": {"app": "hub"}}, spec={"nodeName": node})
    place = "/apis/policy/v1/namespaces/hub/poddisruptionbudgets/hub"
    kube.put(place, metadata={"annotations": told}, spec={"selector": {"matchLabels": {"app": "hub"}}})
    eventually(lambda: kube.names("nodes"))
    assert kube.names("pods") == ["hub", "jupyter-a"] and place in kube.objects
    kube.objects[f"/api/v1/nodes/{node}"]["spec"]["unschedulable"] = True
    eventually(lambda: kube.names("pods") == ["hub"] and place not in kube.objects)
