"""The autoscaler: which pool grows, when a node goes, and what it does not know."""

from pathlib import Path
from typing import Any

import pytest

from hubkeeper_pods.programs import autoscaler, fitting
from hubkeeper_pods.programs.autoscaler import Autoscaler, priorities_of
from hubkeeper_pods.programs.scaling_groups import Group

from .pods import FakeApi, FakeGiven

LARGE = {"cpu": 2.0, "memory": 8 * 2.0**30, "pods": 35.0}
TEMPLATE = "k8s.io/cluster-autoscaler/node-template/"
USER = {f"{TEMPLATE}label/purpose": "user", f"{TEMPLATE}taint/dedicated": "user:NoSchedule"}
ARGS = ["--namespace=tools", "--node-group-auto-discovery=asg:tag=enabled,of/lab", "--scale-down-unneeded-time=10m"]


def _group(name: str, desired: int = 0, tags: dict[str, str] | None = None, **machine: float) -> Group:
    kept = USER if tags is None else tags
    return Group(name, 0, 3, desired, [f"i-{name}-{n}" for n in range(desired)], kept, "a", None, {**LARGE, **machine})


class World:
    """An autoscaler with groups that move at once."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch, groups: list[Group], idle: float = 600.0) -> None:
        self.api, self.groups = FakeApi(), groups
        aws = {"endpoint": "", "region": "", "key": ""}
        self.given = FakeGiven(place, self.api, args=ARGS, rehearsal={"idleSeconds": idle}, aws=aws)
        self.removed: list[str] = []
        monkeypatch.setattr(autoscaler, "discover", lambda aws, tags, machines: self.groups)
        monkeypatch.setattr(autoscaler, "grow", self._grow)
        monkeypatch.setattr(autoscaler, "remove", lambda aws, group, instance: self.removed.append(instance))
        data = {"priorities": "10: ['.*big.*']\n20: ['.*small.*']\n"}
        self.api.put("/api/v1/namespaces/tools/configmaps/cluster-autoscaler-priority-expander", data=data)
        self.scaler = Autoscaler(self.given)

    def _grow(self, aws: Any, group: Group) -> None:
        group.desired += 1

    def pod(self, name: str, cpu: str = "1", **spec: Any) -> Any:
        """A pod that the scheduler found no place for."""
        conditions = [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}]
        tolerations = [{"key": "dedicated", "operator": "Exists"}]
        containers = [{"resources": {"requests": {"cpu": cpu, "memory": "1Gi"}}}]
        given = {"nodeSelector": {"purpose": "user"}, "tolerations": tolerations, "containers": containers, **spec}
        path = f"/api/v1/namespaces/hub/pods/{name}"
        return self.api.put(path, spec=given, status={"phase": "Pending", "conditions": conditions})

    def node(self, group: Group, number: int = 0) -> Any:
        """A live node of the group."""
        conditions = [{"type": "Ready", "status": "True"}]
        allocatable = {"cpu": "2", "memory": "7Gi", "pods": "35"}
        spec = {
            "providerID": f"aws:///a/{group.instances[number]}",
            "taints": [{"key": "dedicated", "value": "user", "effect": "NoSchedule"}],
        }
        status = {"conditions": conditions, "allocatable": allocatable}
        metadata = {"labels": {"purpose": "user"}}
        return self.api.put(f"/api/v1/nodes/n-{group.name}-{number}", metadata=metadata, spec=spec, status=status)

    def sizes(self) -> dict[str, int]:
        """The groups' wanted sizes after a round."""
        self.scaler.round()
        return {group.name: group.desired for group in self.groups}


def test_the_highest_priority_that_fits_grows_just_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch, [_group("big", cpu=8.0), _group("small")])
    for number in range(3):
        world.pod(f"p{number}")
    assert world.sizes() == {"big": 0, "small": 2}
    assert world.sizes() == {"big": 0, "small": 2}  # those are coming
    world.pod("large", cpu="4")
    assert world.sizes() == {"big": 1, "small": 2}
    reasons = [one["reason"] for one in world.api.items("/api/v1/events")]
    assert "TriggeredScaleUp" in reasons


def test_an_empty_pool_is_known_by_its_tags_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blind = [_group("small", tags={}), _group("big", tags={f"{TEMPLATE}label/purpose": "user"})]
    world = World(tmp_path, monkeypatch, blind)
    world.pod("p")
    assert world.sizes() == {"small": 0, "big": 1}
    untolerated = World(tmp_path, monkeypatch, [_group("small")])
    untolerated.pod("q", tolerations=[])
    assert untolerated.sizes() == {"small": 0}


def test_a_managed_node_group_is_known_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch, [_group("small"), _group("big", tags={"eks:nodegroup-name": "user-big"})])
    world.pod("p", nodeSelector={"eks.amazonaws.com/nodegroup": "user-big"})
    assert world.sizes() == {"small": 0, "big": 1}


def test_a_gpu_is_a_resource_of_the_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gpu = {**USER, f"{TEMPLATE}resources/nvidia.com/gpu": "1"}
    world = World(tmp_path, monkeypatch, [_group("small"), _group("big", tags=gpu)])
    world.pod("p", containers=[{"resources": {"limits": {"nvidia.com/gpu": "1"}}}])
    assert world.sizes() == {"small": 0, "big": 1}


def test_room_on_live_nodes_is_used_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch, [_group("small", 1)])
    world.node(world.groups[0])
    world.pod("p")
    assert world.sizes() == {"small": 1}
    world.pod("running", cpu="1500m", nodeName="n-small-0")["status"] = {"phase": "Running"}
    assert world.sizes() == {"small": 2}


def test_only_empty_nodes_go_and_only_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch, [_group("small", 2)], idle=0.0)
    node, _ = world.node(world.groups[0], 0), world.node(world.groups[0], 1)
    world.pod("user", nodeName="n-small-1")["status"] = {"phase": "Running"}
    daemon = world.pod("daemon", nodeName="n-small-0")
    daemon["status"], daemon["metadata"]["ownerReferences"] = {"phase": "Running"}, [{"kind": "DaemonSet"}]
    world.sizes()
    assert world.removed == ["i-small-0"]
    kept = world.api.objects["/api/v1/nodes/n-small-0"]["spec"]["taints"]
    assert [taint["key"] for taint in kept] == ["dedicated", "ToBeDeletedByClusterAutoscaler"] and node
    patient = World(tmp_path, monkeypatch, [_group("small", 1)])
    patient.node(patient.groups[0])
    patient.sizes()
    assert patient.removed == []


def test_the_least_size_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch, [_group("small", 1)], idle=0.0)
    world.groups[0].least = 1
    world.node(world.groups[0])
    world.sizes()
    assert world.removed == []


def test_priorities_that_cannot_be_read_are_none() -> None:
    assert priorities_of(None) == {}
    assert priorities_of({"data": {"priorities": "10: [a"}}) == {}
    assert priorities_of({"data": {"priorities": "10: ['a']\n"}}) == {10: ["a"]}


@pytest.mark.parametrize(("text", "value"), [("100m", 0.1), ("0.5G", 5e8), ("1Gi", 2.0**30), (2, 2.0), ("1e3", 1000.0)])
def test_quantities(text: Any, value: float) -> None:
    assert fitting.quantity(text) == pytest.approx(value)
