"""Asks a program as its pod's readiness probe would."""

import http.client
import socket
import ssl
from dataclasses import dataclass

from .api import Object

TIMEOUT = 2.0


@dataclass(frozen=True)
class Probe:
    """An HTTP path, or only a connection when there is none."""

    port: int
    path: str | None = None
    secure: bool = False

    def answers(self) -> bool:
        """Whether the program answers with a success."""
        try:
            if self.path is None:
                socket.create_connection(("127.0.0.1", self.port), TIMEOUT).close()
                return True
            return 200 <= self._status(self.path) < 400
        except (OSError, http.client.HTTPException):
            return False

    def _status(self, path: str) -> int:
        if self.secure:
            # As kubelet: a probe does not verify certificates.
            context = ssl._create_unverified_context()  # noqa: S323
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, context=context, timeout=TIMEOUT
            )
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request("GET", path, headers={"User-Agent": "kube-probe/1.0"})
            response = connection.getresponse()
            response.read()
            return response.status
        finally:
            connection.close()


def probe_of(container: Object, ports: dict[int, int]) -> Probe | None:
    """The readiness probe of a container whose ports lie on these of loopback; None if it has no port."""
    asked = container.get("readinessProbe", {}).get("httpGet")
    if asked:
        number = asked["port"]
        if isinstance(number, str):
            number = next(port["containerPort"] for port in container["ports"] if port.get("name") == number)
        if number in ports:
            return Probe(ports[number], asked.get("path", "/"), asked.get("scheme") == "HTTPS")
    return Probe(next(iter(ports.values()))) if ports else None
