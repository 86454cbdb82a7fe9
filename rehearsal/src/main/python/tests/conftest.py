"""Fixtures: one simulator for all tests, each test with its own callers, cluster names and VPCs."""

from collections.abc import Iterator

import pytest

from .sim import Sim, start

#: Enough VPCs and addresses for all tests together.
ROOM = {"L-F678F1CE": 1000, "L-0263D0A3": 1000}


@pytest.fixture(scope="session")
def shared() -> Iterator[Sim]:
    """The simulator of the session."""
    with start() as sim:
        sim.admin("POST", "rules", {"off": []})
        sim.admin("POST", "quotas", ROOM)
        yield sim


@pytest.fixture
def sim(shared: Sim) -> Iterator[Sim]:
    """The simulator, empty."""
    shared.admin("POST", "reset")
    shared.admin("POST", "quotas", ROOM)
    shared.admin("DELETE", "log")
    yield shared
    shared.admin("POST", "faults", [])
