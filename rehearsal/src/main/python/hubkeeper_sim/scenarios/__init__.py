"""Scenarios: the state of the world before a run."""

from typing import TYPE_CHECKING, Any

from ..clock import TIMELINE
from .bulk import ten_thousand
from .prune_volumes import (
    attached_after_approval,
    claimed_after_approval,
    cluster_unreachable,
    default,
    foreign,
)
from .seed import Seeding

if TYPE_CHECKING:
    from ..simulator import Simulator

_SCENARIOS = {
    "default": default,
    "attached-after-approval": attached_after_approval,
    "claimed-after-approval": claimed_after_approval,
    "foreign": foreign,
    "cluster-unreachable": cluster_unreachable,
    "10k": ten_thousand,
}

_KEYS = {"name", "cluster", "clusters", "options"}


class UnknownScenario(Exception):
    """There is no scenario of this name."""


def names() -> list[str]:
    """The names of all scenarios."""
    return sorted(_SCENARIOS)


def seed(simulator: "Simulator", request: dict[str, Any]) -> dict[str, Any]:
    """Adds a scenario's state to the world and answers what it made."""
    unknown = sorted(set(request) - _KEYS)
    if unknown:
        raise ValueError(f"unknown scenario keys {unknown}")
    scenario = _SCENARIOS.get(request["name"])
    if scenario is None:
        raise UnknownScenario(f"no scenario {request['name']!r}")
    options = request.get("options") or {}
    with simulator.lock:
        if "delays" in options:
            TIMELINE.set_delays(options["delays"])
        seeding = Seeding(simulator, request["cluster"], request["clusters"], options)
        scenario(seeding)
    return seeding.summary(request["name"])
