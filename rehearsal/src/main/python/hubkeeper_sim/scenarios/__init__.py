"""Scenarios: the state of the world before a run."""

from typing import TYPE_CHECKING, Any

from ..clock import TIMELINE
from . import bootstrap, upgrade
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

_BY_RUNBOOK: dict[str, dict[str, Any]] = {
    "prune-volumes": _SCENARIOS,
    "bootstrap": bootstrap.SCENARIOS,
    "upgrade": upgrade.SCENARIOS,
}
_KEYS = {"name", "cluster", "clusters", "options"}


class UnknownScenario(Exception):
    """There is no scenario of this name."""


def names() -> list[str]:
    """The names of all scenarios."""
    from . import teardown

    return sorted({name for scenarios in _BY_RUNBOOK.values() for name in scenarios} | set(teardown.NAMES))


def seed(simulator: "Simulator", request: dict[str, Any]) -> dict[str, Any]:
    """Adds a scenario's state to the world and answers what it made."""
    unknown = sorted(set(request) - _KEYS)
    if unknown:
        raise ValueError(f"unknown scenario keys {unknown}")
    runbook = (request.get("options") or {}).get("runbook", "prune-volumes")
    if runbook == "teardown":
        return _teardown(simulator, request)
    scenario = _BY_RUNBOOK.get(runbook, {}).get(request["name"])
    if scenario is None:
        raise UnknownScenario(f"no scenario {request['name']!r} for {runbook}")
    options = request.get("options") or {}
    with simulator.lock:
        if "delays" in options:
            TIMELINE.set_delays(options["delays"])
        if runbook == "bootstrap":
            account = bootstrap.Account(simulator, request["cluster"], request["clusters"], options)
            scenario(account)
            return account.summary(request["name"])
        if runbook == "upgrade":
            standing = upgrade.Standing(simulator, request["cluster"], request["clusters"], options)
            scenario(standing)
            return standing.summary(request["name"])
        seeding = Seeding(simulator, request["cluster"], request["clusters"], options)
        scenario(seeding)
    return seeding.summary(request["name"])


def _teardown(simulator: "Simulator", request: dict[str, Any]) -> dict[str, Any]:
    """It loads the models of many services, so only once somebody needs it."""
    from . import teardown

    if request["name"] not in teardown.NAMES:
        raise UnknownScenario(f"no scenario {request['name']!r} for teardown")
    with simulator.lock:
        TIMELINE.set_delays((request.get("options") or {}).get("delays", {}))
    return teardown.seed(simulator, request)
