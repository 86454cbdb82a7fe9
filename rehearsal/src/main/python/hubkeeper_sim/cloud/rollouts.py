"""What a managed update of a node group does in the cluster: cordon, evict, wait, end the machine."""

import time
from typing import Any

from ..eks import rollout as rollouts
from .api import ApiError, ApiServer, Object
from .node_objects import GROUP
from .nodes import is_ready
from .state import Home, Machine

_NODES = "/api/v1/nodes"


class Rollouts:
    """The managed updates of one cluster's node groups."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._world = world
        self._api = api

    def step(self, home: Home) -> bool:
        """Takes each update one step on; whether there is one."""
        with self._world.lock:
            groups = [one for one in home.cluster.nodegroups.values() if getattr(one, "rollout", None) is not None]
            machines = home.machines()
        for group in groups:
            self._advance(home, group.rollout, [one for one in machines if one.group is group])
        return bool(groups)

    def _advance(self, home: Home, update: rollouts.Rollout, machines: list[Machine]) -> None:
        old = [one for one in machines if one.instance.id in update.old]
        if not old:
            with self._world.lock:
                if update.group.rollout is update and not _left(update):
                    rollouts.restore(update.group)
                    update.succeed()
            return
        if update.planned:
            with self._world.lock:
                update.fail(update.planned)
            return
        if self._ready(update) < len(machines) - len(old) or len(machines) <= len(old):
            return
        self._empty(home, update, old[0])

    def _ready(self, update: rollouts.Rollout) -> int:
        """New nodes of the group that are ready."""
        nodes = self._api.list(_NODES, labelSelector=f"{GROUP}={update.group.nodegroup_name}")
        new = f"v{update.version}."
        return sum(is_ready(one) and one["status"]["nodeInfo"]["kubeletVersion"].startswith(new) for one in nodes)

    def _empty(self, home: Home, update: rollouts.Rollout, machine: Machine) -> None:
        node = machine.node
        self._api.patch(f"{_NODES}/{node}", {"spec": {"unschedulable": True}})
        late = time.monotonic() > update.deadline(node)
        left = [pod for pod in self._pods(node) if not self._evicted(pod, force=late and update.force)]
        with self._world.lock:
            if not left and not self._pods(node):
                rollouts.end(home.account, home.region, update.group, machine.instance.id)
            elif late and not update.force:
                text = f"Reached max retries while trying to evict pods from nodes in node group {update.group.nodegroup_name}"
                update.fail(("PodEvictionFailure", text, [node]))

    def _pods(self, node: str) -> list[Object]:
        found = self._api.list("/api/v1/pods", fieldSelector=f"spec.nodeName={node}")
        return [pod for pod in found if not _of_daemon_set(pod) and pod["spec"].get("nodeName") == node]

    def _evicted(self, pod: Object, force: bool) -> bool:
        meta = pod["metadata"]
        path = f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}"
        if force:
            self._api.delete(path, gracePeriodSeconds="0")
            return True
        eviction = {
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": {"name": meta["name"], "namespace": meta["namespace"]},
        }
        try:
            self._api.call("POST", f"{path}/eviction", eviction)
        except ApiError as refused:
            return refused.status == 404
        return True


def _left(update: rollouts.Rollout) -> bool:
    return any(state.instance.id in update.old for state in update.group.asg.instance_states)


def _of_daemon_set(pod: Object) -> bool:
    owners = pod["metadata"].get("ownerReferences") or []
    return any(owner.get("kind") == "DaemonSet" for owner in owners)
