"""Fixtures: one simulator for all tests, each test with its own callers, cluster names and VPCs."""

from collections.abc import Iterator

import pytest

from .sim import Sim, start


@pytest.fixture(scope="session")
def shared() -> Iterator[Sim]:
    """The simulator of the session."""
    with start() as sim:
        sim.admin("POST", "rules", {"off": []})
        yield sim


@pytest.fixture
def sim(shared: Sim) -> Iterator[Sim]:
    """The simulator, empty."""
    shared.admin("POST", "reset")
    shared.admin("DELETE", "log")
    yield shared
    shared.admin("POST", "faults", [])
