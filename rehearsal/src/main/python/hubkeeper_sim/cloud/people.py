"""People of a scenario: users who log off a while after their node was closed, owners who relax a budget then."""

import time
from typing import Any

from .api import ApiServer, Object
from .state import Home

#: Seconds from when the node is closed until the object is taken away by whoever it belongs to.
LEAVES = "rehearsal.hubkeeper.org/leaves-after"
_NODES = "/api/v1/nodes"
_BUDGETS = "/apis/policy/v1/poddisruptionbudgets"


class People:
    """What others than the run do in one cluster."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._api = api
        self._closed: dict[str, float] = {}

    def step(self, home: Home) -> bool:
        """Lets go who has waited long enough; whether somebody went."""
        nodes = [node["metadata"]["name"] for node in self._api.list(_NODES) if _closed(node)]
        self._closed = {name: self._closed.get(name, time.monotonic()) for name in nodes}
        if not nodes:
            return False
        pods = [pod for pod in self._api.list("/api/v1/pods") if pod["spec"].get("nodeName") in self._closed]
        gone = [pod for pod in pods if _leaves(pod) is not None and self._waited(pod) > float(_leaves(pod) or 0)]
        for pod in gone:
            self._api.delete(_path("/api/v1", "pods", pod))
        return self._relax(pods) or bool(gone)

    def _relax(self, pods: list[Object]) -> bool:
        relaxed = False
        for budget in [one for one in self._api.list(_BUDGETS) if _leaves(one) is not None]:
            waited = [self._waited(pod) for pod in pods if _selects(budget, pod)]
            if waited and max(waited) > float(_leaves(budget) or 0):
                self._api.delete(_path("/apis/policy/v1", "poddisruptionbudgets", budget))
                relaxed = True
        return relaxed

    def _waited(self, pod: Object) -> float:
        return time.monotonic() - self._closed[pod["spec"]["nodeName"]]


def _closed(node: Object) -> bool:
    taints = node["spec"].get("taints") or []
    return bool(node["spec"].get("unschedulable")) or any("phase-out" in taint["key"] for taint in taints)


def _leaves(thing: Object) -> str | None:
    value = (thing["metadata"].get("annotations") or {}).get(LEAVES)
    return None if value is None or "deletionTimestamp" in thing["metadata"] else str(value)


def _selects(budget: Object, pod: Object) -> bool:
    wanted = (budget["spec"].get("selector") or {}).get("matchLabels") or {}
    labels = pod["metadata"].get("labels") or {}
    same = budget["metadata"].get("namespace") == pod["metadata"].get("namespace")
    return same and bool(wanted) and wanted.items() <= labels.items()


def _path(api: str, plural: str, thing: Object) -> str:
    meta = thing["metadata"]
    return f"{api}/namespaces/{meta['namespace']}/{plural}/{meta['name']}"
