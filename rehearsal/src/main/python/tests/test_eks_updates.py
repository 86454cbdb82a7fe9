"""Versions that move: control planes, add-ons, node groups, and what EKS says about it before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from .eks import Eks
from .kube import KubeServer
from .sim import Sim, error_of, eventually


@pytest.fixture
def eks(sim: Sim) -> Eks:
    """A cluster of 1.34."""
    made = Eks(sim)
    sim.quicken(**{"cluster-update": 0.2, "insights": 0.1})
    return made.create()


def _to(eks: Eks, version: str, **more: Any) -> Any:
    return eks.client.update_cluster_version(name="lab", version=version, **more)["update"]


def _update(eks: Eks, update: Any, **of: str) -> Any:
    return eks.client.describe_update(name="lab", updateId=update["id"], **of)["update"]


def _ended(eks: Eks, update: Any, **of: str) -> Any:
    return eventually(lambda: (one := _update(eks, update, **of))["status"] != "InProgress" and one)


def _move(eks: Eks, version: str) -> None:
    assert _ended(eks, _to(eks, version))["status"] == "Successful"


def test_one_minor_version_at_a_time_and_one_update(eks: Eks) -> None:
    for wrong in ("1.36", "1.34", "1.33", "2.35", "1.99"):
        assert error_of(lambda wrong=wrong: _to(eks, wrong)) in ("InvalidParameterException", "InvalidRequestException")
    update = _to(eks, "1.35", clientRequestToken="t")
    assert (update["status"], update["type"]) == ("InProgress", "VersionUpdate")
    assert eks.describe()["status"] == "UPDATING" and eks.describe()["version"] == "1.34"
    assert error_of(lambda: _to(eks, "1.35", clientRequestToken="u")) == "ResourceInUseException"
    assert _to(eks, "1.35", clientRequestToken="t")["id"] == update["id"]
    assert _ended(eks, update)["status"] == "Successful"
    assert (eks.describe()["status"], eks.describe()["version"]) == ("ACTIVE", "1.35")
    assert eks.client.list_updates(name="lab")["updateIds"] == [update["id"]]
    assert error_of(lambda: _update(eks, {"id": "none"})) == "ResourceNotFoundException"


def test_managed_groups_must_match_before_the_next_move(eks: Eks) -> None:
    eks.create_group()
    eventually(lambda: eks.status() == "ACTIVE")
    _move(eks, "1.35")
    assert eks.group()["version"] == "1.34"
    assert error_of(lambda: _to(eks, "1.36")) == "InvalidParameterException"
    assert error_of(lambda: eks.client.update_nodegroup_version(**_group(version="1.36"))) == "InvalidParameterException"
    update = eks.client.update_nodegroup_version(**_group())["update"]
    assert eks.status() == "UPDATING"
    assert error_of(lambda: eks.client.update_nodegroup_version(**_group())) == "ResourceInUseException"
    assert update["id"] not in eks.client.list_updates(name="lab")["updateIds"]
    assert eks.client.list_updates(name="lab", nodegroupName="core")["updateIds"] == [update["id"]]
    assert _ended(eks, update, nodegroupName="core")["status"] == "Successful"
    assert (eks.group()["version"], eks.status()) == ("1.35", "ACTIVE")
    _move(eks, "1.36")


def _group(**more: Any) -> dict[str, Any]:
    return {"clusterName": "lab", "nodegroupName": "core", **more}


def test_an_update_fails_as_asked_and_leaves_the_version(sim: Sim, eks: Eks) -> None:
    failure = {"of": "update", "part": "cluster", "code": "IpNotAvailable", "reason": "no address"}
    sim.admin("POST", "failures", [failure])
    failed = _ended(eks, _to(eks, "1.35"))
    assert (failed["status"], failed["errors"][0]["errorCode"]) == ("Failed", "IpNotAvailable")
    assert (eks.describe()["status"], eks.describe()["version"]) == ("ACTIVE", "1.34")
    _move(eks, "1.35")


def test_a_control_plane_goes_back_once_within_seven_days(sim: Sim, eks: Eks) -> None:
    assert error_of(lambda: _to(eks, "1.33")) == "InvalidRequestException"
    assert not eks.client.list_insights(clusterName="lab", filter={"categories": ["ROLLBACK_READINESS"]})["insights"]
    _move(eks, "1.35")
    found = eks.client.list_insights(clusterName="lab", filter={"categories": ["ROLLBACK_READINESS"]})["insights"]
    assert {one["kubernetesVersion"] for one in found} == {"1.34"}
    assert error_of(lambda: _to(eks, "1.36", rollbackConfig={"timeoutMinutes": 720})) == "InvalidParameterException"
    back = _to(eks, "1.34", rollbackConfig={"timeoutMinutes": 120})
    assert back["type"] == "VersionRollback" and _ended(eks, back)["status"] == "Successful"
    assert eks.describe()["version"] == "1.34"
    assert error_of(lambda: _to(eks, "1.33")) == "InvalidRequestException"
    sim.quicken(**{"cluster-update": 0.1, "rollback-window": 0.0})
    _move(eks, "1.35")
    assert error_of(lambda: _to(eks, "1.34")) == "InvalidRequestException"


def test_nodes_that_are_newer_stand_in_the_way_back_unless_forced(eks: Eks) -> None:
    _move(eks, "1.35")
    eks.create_group()
    eventually(lambda: eks.status() == "ACTIVE")
    _refreshed(eks)
    assert error_of(lambda: _to(eks, "1.34")) == "InvalidStateException"
    assert _ended(eks, _to(eks, "1.34", force=True))["status"] == "Successful"


def _refreshed(eks: Eks) -> None:
    eks.client.start_insights_refresh(clusterName="lab")
    state = lambda: eks.client.describe_insights_refresh(clusterName="lab")["status"]  # noqa: E731
    eventually(lambda: state() == "COMPLETED")


def test_insights_are_as_old_as_their_refresh(eks: Eks) -> None:
    coredns = {"clusterName": "lab", "addonName": "coredns", "addonVersion": "v1.12.3-eksbuild.1"}
    eks.client.create_addon(**coredns)
    wanted = {"categories": ["UPGRADE_READINESS"], "kubernetesVersions": ["1.35"], "statuses": ["WARNING", "ERROR"]}
    listed = lambda: eks.client.list_insights(clusterName="lab", filter=wanted)["insights"]  # noqa: E731
    assert not listed()
    assert error_of(lambda: eks.client.describe_insights_refresh(clusterName="lab")) == "ResourceNotFoundException"
    _refreshed(eks)
    (found,) = listed()
    assert found["name"] == "EKS add-on version compatibility"
    told = eks.client.describe_insight(clusterName="lab", id=found["id"])["insight"]
    (detail,) = told["categorySpecificSummary"]["addonCompatibilityDetails"]
    assert detail["name"] == "coredns" and "v1.13.1-eksbuild.1" in detail["compatibleVersions"]
    assert isinstance(told["lastRefreshTime"], datetime)
    assert error_of(lambda: eks.client.describe_insight(clusterName="lab", id="x" * 36)) == "ResourceNotFoundException"


def test_a_version_of_an_addon_is_taken_withdrawn_or_in_conflict(sim: Sim, eks: Eks) -> None:
    eks.client.create_addon(clusterName="lab", addonName="vpc-cni")
    addon = lambda: eks.client.describe_addon(clusterName="lab", addonName="vpc-cni")["addon"]  # noqa: E731
    eventually(lambda: addon()["status"] == "ACTIVE")
    wanted = {"clusterName": "lab", "addonName": "vpc-cni", "addonVersion": "v1.21.1-eksbuild.1"}
    failures = [
        {"of": "addon-version", "name": "vpc-cni", "version": "v1.21.*"},
        {"of": "update", "part": "addon", "name": "vpc-cni", "code": "AdmissionRequestDenied", "reason": "a webhook"},
    ]
    sim.admin("POST", "failures", failures)
    assert error_of(lambda: eks.client.update_addon(**wanted)) == "InvalidParameterException"
    assert addon()["status"] == "ACTIVE"
    update = eks.client.update_addon(**wanted, resolveConflicts="PRESERVE")["update"]
    assert addon()["status"] == "UPDATING"
    assert error_of(lambda: eks.client.update_addon(**wanted)) == "ResourceInUseException"
    failed = _ended(eks, update, addonName="vpc-cni")
    assert failed["errors"][0]["errorCode"] == "AdmissionRequestDenied"
    assert addon()["status"] == "UPDATE_FAILED" and addon()["addonVersion"] != wanted["addonVersion"]
    update = eks.client.update_addon(**wanted)["update"]
    assert _ended(eks, update, addonName="vpc-cni")["status"] == "Successful"
    assert (addon()["status"], addon()["addonVersion"]) == ("ACTIVE", wanted["addonVersion"])


def test_a_new_control_plane_needs_free_addresses(sim: Sim) -> None:
    made = Eks(sim)
    sim.quicken(**{"cluster-update": 0.1})
    made.create()
    ec2 = sim.client("ec2")
    free = lambda: ec2.describe_subnets(SubnetIds=made.subnets)["Subnets"][0]["AvailableIpAddressCount"]  # noqa: E731
    before = free()
    ec2.create_network_interface(SubnetId=made.subnets[0])
    assert free() == before - 1


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    """An API server."""
    server = KubeServer()
    yield server
    server.server.shutdown()


def test_a_managed_update_brings_new_nodes_and_empties_the_old(sim: Sim, kube: KubeServer) -> None:
    sim.admin("POST", "kubernetes", {"lab": {"endpoint": kube.url}})
    made = Eks(sim)
    sim.quicken(**{"cluster-update": 0.1, "node-boot": 0.1, "pod-eviction": 0.8})
    made.create().create_group()
    eventually(lambda: made.status() == "ACTIVE")
    _move(made, "1.35")
    old = kube.names("nodes")
    pod = kube.put("/api/v1/namespaces/hub/pods/p", spec={"nodeName": old[0]})
    kube.protected.add("p")
    failed = _ended(made, made.client.update_nodegroup_version(**_group())["update"], nodegroupName="core")
    assert failed["errors"][0]["errorCode"] == "PodEvictionFailure"
    assert failed["errors"][0]["resourceIds"] == old
    assert pod["metadata"]["name"] in kube.names("pods") and made.group()["version"] == "1.34"
    kube.protected.clear()
    update = made.client.update_nodegroup_version(**_group())["update"]
    assert _ended(made, update, nodegroupName="core")["status"] == "Successful"
    assert made.group()["version"] == "1.35" and not kube.names("pods")
    eventually(lambda: len(kube.names("nodes")) == 1 and not set(old) & set(kube.names("nodes")))
    (name,) = kube.names("nodes")
    assert kube.objects[f"/api/v1/nodes/{name}"]["status"]["nodeInfo"]["kubeletVersion"].startswith("v1.35.")
    assert made.group()["scalingConfig"] == {"minSize": 0, "maxSize": 3, "desiredSize": 1}
