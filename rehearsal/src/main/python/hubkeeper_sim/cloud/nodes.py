"""Nodes come with the instances of node groups and vanish with them."""

from collections import Counter
from typing import Any

from ..eks import addons, nodegroups
from .api import ApiServer, Object
from .node_objects import FAKE, GROUP, node_object
from .state import Home

_NODES = "/api/v1/nodes"


class Nodes:
    """The nodes of one cluster."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._some = True

    def step(self, home: Home) -> bool:
        """Brings the nodes in line with the instances; whether something had to be done."""
        with self._world.lock:
            machines = {machine.node: machine for machine in home.machines()}
            networked = getattr(home.cluster, "self_managed", True) or addons.is_active(home.cluster, "vpc-cni")
            wanted = {name: node_object(home, machine, networked) for name, machine in machines.items()}
        if not wanted and not self._some:
            self._tell(home, [])
            return False
        present = {node["metadata"]["name"]: node for node in self._api.list(_NODES, labelSelector=GROUP)}
        self._some = bool(present or wanted)
        changed = False
        for name in wanted.keys() - present.keys():
            changed |= self._api.create(_NODES, wanted[name])
        for name in present.keys() - wanted.keys():
            self._remove(name)
            changed = True
        for name in present.keys() & wanted.keys():
            changed |= self._follow(present[name], wanted[name])
        self._tell(home, [node for name, node in present.items() if name in wanted])
        return changed

    def _remove(self, name: str) -> None:
        """With a machine its pods are gone at once, which the garbage collector would see a minute later."""
        self._api.delete(f"{_NODES}/{name}")
        for pod in self._api.list("/api/v1/pods", fieldSelector=f"spec.nodeName={name}"):
            meta = pod["metadata"]
            self._api.delete(f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}", gracePeriodSeconds="0")

    def _follow(self, node: Object, wanted: Object) -> bool:
        """Labels of a group that were changed, and the network that came later."""
        path = f"{_NODES}/{node['metadata']['name']}"
        change: Object = {}
        labels = {
            key: value
            for key, value in wanted["metadata"]["labels"].items()
            if node["metadata"].get("labels", {}).get(key) != value
        }
        if labels:
            change["labels"] = labels
        waits = "kwok.x-k8s.io/node" not in node["metadata"].get("annotations", {})
        if waits and "kwok.x-k8s.io/node" in wanted["metadata"]["annotations"]:
            change["annotations"] = FAKE
        if change:
            self._api.patch(path, {"metadata": change})
        return bool(change)

    def _tell(self, home: Home, nodes: list[Object]) -> None:
        ready = Counter(node["metadata"]["labels"][GROUP] for node in nodes if is_ready(node))
        with self._world.lock:
            for name, group in list(home.cluster.nodegroups.items()):
                nodegroups.nodes_ready(group, ready[name])
            addons.nodes_changed(home.cluster, sum(ready.values()))


def is_ready(node: Object) -> bool:
    """Whether a node says so."""
    conditions = node.get("status", {}).get("conditions") or []
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
