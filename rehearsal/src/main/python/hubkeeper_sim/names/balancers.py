"""Which host name of a load balancer leads to which service, and where that service really listens."""

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A service behind a load balancer."""

    cluster: str
    namespace: str
    service: str
    ports: tuple[int, ...]

    @property
    def key(self) -> str:
        """As the admin interface names it."""
        return f"{self.cluster}/{self.namespace}/{self.service}"


class Balancers:
    """Load balancers by their host names, and the loopback ports behind services."""

    def __init__(self) -> None:
        self._targets: dict[str, Target] = {}
        self._ports: dict[str, int] = {}
        self._lock = threading.Lock()

    def put(self, host: str, target: Target) -> None:
        """A load balancer is ready."""
        with self._lock:
            self._targets[host.lower()] = target

    def remove(self, host: str) -> None:
        """A load balancer is gone."""
        with self._lock:
            self._targets.pop(host.lower(), None)

    def target(self, host: str) -> Target | None:
        """What a host name leads to."""
        with self._lock:
            return self._targets.get(host.lower().rstrip("."))

    def set_ports(self, given: dict[str, int | None]) -> dict[str, int]:
        """Adds the loopback ports of services, CLUSTER/namespace/service; null takes one away."""
        for key, port in given.items():
            if key.count("/") != 2 or not (port is None or (isinstance(port, int) and 0 < port < 65536)):
                raise ValueError(f"a backend is CLUSTER/namespace/service with a port, not {key!r}: {port!r}")
        with self._lock:
            for key, port in given.items():
                if port is None:
                    self._ports.pop(key, None)
                else:
                    self._ports[key] = port
            return dict(self._ports)

    def ports(self) -> dict[str, int]:
        """All loopback ports."""
        with self._lock:
            return dict(self._ports)

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._targets.clear()
            self._ports.clear()
