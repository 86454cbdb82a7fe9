"""The threads that keep each registered API server and the simulated AWS together."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from ..clock import TIMELINE
from .api import ApiServer
from .balancers import Balancers
from .external_dns import ExternalDns
from .nodes import Nodes
from .people import People
from .rollouts import Rollouts
from .state import Home, homes
from .volumes import Volumes
from .workloads import Workloads

#: Seconds between looks while things change, and when nothing has changed for a while.
_BUSY, _IDLE, _RESTLESS = 0.3, 1.0, 10.0

Part = Callable[[Home], bool]


class CloudController:
    """One thread for each API server; it does nothing until EKS has a cluster of that name."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self._running: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def follow(self) -> None:
        """Starts threads for API servers that are new, ends those of servers that are gone."""
        with self._lock:
            names = set(self._world.kubernetes.names())
            for name in set(self._running) - names:
                self._running.pop(name).set()
            for name in names - set(self._running):
                ended = self._running[name] = threading.Event()
                thread = threading.Thread(target=self._run, args=(name, ended), name=f"cloud {name}", daemon=True)
                thread.start()

    def _run(self, name: str, ended: threading.Event) -> None:
        api: ApiServer | None = None
        parts: list[Part] = []
        last_change, complained = time.monotonic(), ""
        while not ended.is_set():
            home = self._home(name)
            access = self._world.kubernetes.access(name)
            if home is not None and access is not None:
                if api is None or api.access is not access:
                    api = ApiServer(access)
                    parts = self._parts(api)
                try:
                    if any([part(home) for part in parts]):
                        last_change = time.monotonic()
                    complained = ""
                except Exception as failure:  # noqa: BLE001 - the next look tries again; a world may be going down
                    api.close()
                    complained = _complain(name, failure, complained)
            restless = time.monotonic() - last_change < _RESTLESS
            ended.wait(_BUSY if home is not None and restless else _IDLE)
        if api is not None:
            api.close()

    def _home(self, name: str) -> Home | None:
        with self._world.lock:
            TIMELINE.settle()
            return next(homes(name), None)

    def _parts(self, api: ApiServer) -> list[Part]:
        return [part(self._world, api).step for part in (Workloads, Nodes, Rollouts, People, Balancers, ExternalDns, Volumes)]


def _complain(name: str, failure: Exception, before: str) -> str:
    text = f"cloud controller of {name}: {type(failure).__name__}: {failure}"
    if text != before:
        print(text, file=sys.stderr, flush=True)
    return text
