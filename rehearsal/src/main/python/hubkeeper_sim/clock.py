"""Simulated durations: what AWS does a while after it answered."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: How long AWS takes, in seconds; divided by the time factor.
AWS_SECONDS = {
    "snapshot": 120,
    "nat-gateway": 120,
    "load-balancer-interfaces": 180,
    "vpc-endpoint": 90,
    "mount-target": 60,
    "instance-interfaces": 60,
    "cluster-interfaces": 90,
    "cluster-update": 480,
    "foreign-update": 1800,
    "rollback-window": 604800,
    "insights": 60,
    "cluster-create": 540,
    "cluster-delete": 240,
    "addon": 40,
    "nodegroup": 90,
    "nodegroup-patience": 1500,
    "nodegroup-update": 60,
    "pod-eviction": 900,
    "nodegroup-delete": 180,
    "stack-resource": 5,
    "node-boot": 45,
    "load-balancer": 60,
    "dns-change": 30,
    "fargate-profile": 60,
    "cluster-config": 30,
    "log-group": 30,
    "key-day": 86_400,
}

DEFAULT_FACTOR = 60.0
#: What is not waited for when everything else happens at once.
_LATER = ("nodegroup-patience", "log-group", "key-day")


class Timeline:
    """Effects that are due later; whoever holds the dispatch lock carries out what has become due."""

    def __init__(self, factor: float = DEFAULT_FACTOR) -> None:
        self.factor = factor
        self._delays: dict[str, float] = {}
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()

    def set_delays(self, delays: dict[str, float]) -> None:
        """Replaces single durations by real seconds; an unknown name is a ValueError."""
        unknown = sorted(set(delays) - set(AWS_SECONDS))
        if unknown:
            raise ValueError(f"unknown delays {unknown}; known: {sorted(AWS_SECONDS)}")
        self._delays = {name: float(seconds) for name, seconds in delays.items()}

    def seconds(self, kind: str) -> float:
        """The real seconds that this kind of effect takes."""
        return self._delays.get(kind, AWS_SECONDS[kind] / self.factor)

    def after(self, kind: str, effect: Callable[[], None], times: int = 1) -> None:
        """Schedules an effect, so many times later as it usually takes."""
        with self._lock:
            when = time.monotonic() + self.seconds(kind) * times
            heapq.heappush(self._due, (when, next(self._order), effect))

    @contextmanager
    def instantly(self) -> Iterator[None]:
        """What is scheduled inside has happened by its end except for what takes long on purpose."""
        before, self._delays = self._delays, {kind: 0.0 for kind in AWS_SECONDS if kind not in _LATER}
        try:
            yield
            self.settle()
        finally:
            self._delays = before

    def settle(self) -> None:
        """Carries out all effects that are due."""
        while (effect := self._pop()) is not None:
            effect()

    def reset(self) -> None:
        """Forgets pending effects and replaced durations."""
        with self._lock:
            self._due.clear()
            self._delays.clear()

    def _pop(self) -> Callable[[], None] | None:
        with self._lock:
            if self._due and self._due[0][0] <= time.monotonic():
                return heapq.heappop(self._due)[2]
            return None


#: The timeline that moto's patched models use.
TIMELINE = Timeline()
