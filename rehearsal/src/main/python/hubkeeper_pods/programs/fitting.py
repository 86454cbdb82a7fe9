"""Whether a pod fits a node: resources, labels, taints."""

import re
from dataclasses import dataclass, field
from typing import Any

from ..api import Object

_UNITS = {
    "": 1.0, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40,
}  # fmt: skip


@dataclass
class Room:
    """What a node offers, or would offer."""

    labels: dict[str, str]
    taints: list[dict[str, str]]
    free: dict[str, float] = field(default_factory=dict)

    def admits(self, pod: Object) -> bool:
        """Whether the pod could run here, were it empty of others than those taken already."""
        return self._selected(pod) and self._tolerated(pod) and self._enough(pod)

    def take(self, pod: Object) -> None:
        """Gives the pod its share."""
        for name, amount in requests_of(pod).items():
            self.free[name] = self.free.get(name, 0.0) - amount

    def _enough(self, pod: Object) -> bool:
        return all(self.free.get(name, 0.0) >= amount for name, amount in requests_of(pod).items())

    def _selected(self, pod: Object) -> bool:
        selector = pod["spec"].get("nodeSelector") or {}
        if any(self.labels.get(key) != value for key, value in selector.items()):
            return False
        affinity = (pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}
        required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
        if not required:
            return True
        terms = required["nodeSelectorTerms"]
        return any(all(self._matches(one) for one in term.get("matchExpressions") or []) for term in terms)

    def _matches(self, expression: dict[str, Any]) -> bool:
        value, values = self.labels.get(expression["key"]), expression.get("values") or []
        match expression["operator"]:
            case "In":
                return value in values
            case "NotIn":
                return value not in values
            case "Exists":
                return value is not None
            case "DoesNotExist":
                return value is None
            case _:
                return False

    def _tolerated(self, pod: Object) -> bool:
        tolerations = pod["spec"].get("tolerations") or []
        hard = [taint for taint in self.taints if taint["effect"] != "PreferNoSchedule"]
        return all(any(_tolerates(one, taint) for one in tolerations) for taint in hard)


def room_of(node: Object) -> Room:
    """All that an empty node of this kind offers."""
    free = {name: quantity(amount) for name, amount in node["status"].get("allocatable", {}).items()}
    taints = [taint for taint in node["spec"].get("taints") or [] if not taint["key"].startswith("node.kubernetes.io/")]
    return Room(dict(node["metadata"].get("labels", {})), taints, free)


def requests_of(pod: Object) -> dict[str, float]:
    """The sum of the containers' requests, and the pod itself."""
    total: dict[str, float] = {"pods": 1.0}
    for container in pod["spec"]["containers"]:
        resources = container.get("resources") or {}
        for name, amount in {**(resources.get("limits") or {}), **(resources.get("requests") or {})}.items():
            total[name] = total.get(name, 0.0) + quantity(amount)
    return total


def quantity(given: "str | int | float") -> float:
    """A quantity as Kubernetes writes it."""
    match = re.fullmatch(r"([\d.]+(?:e\d+)?)([A-Za-z]*)", str(given))
    if not match or match.group(2) not in _UNITS:
        raise ValueError(f"not a quantity: {given!r}")
    return float(match.group(1)) * _UNITS[match.group(2)]


def _tolerates(toleration: dict[str, Any], taint: dict[str, str]) -> bool:
    if toleration.get("effect") and toleration["effect"] != taint["effect"]:
        return False
    if toleration.get("operator") == "Exists":
        return not toleration.get("key") or toleration["key"] == taint["key"]
    same_value = str(toleration.get("value") or "") == str(taint.get("value") or "")
    return toleration.get("key") == taint["key"] and same_value
