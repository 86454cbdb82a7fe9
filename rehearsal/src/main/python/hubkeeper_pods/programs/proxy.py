"""JupyterHub's proxy: its health, and the way to the hub."""

import threading
from urllib.parse import urlsplit

from ..forward import forward
from ..given import Given
from ..network import Network
from ..web import Reply, Request, serve


def run(given: Given) -> None:
    """Serves until the pod ends."""
    network = Network(given.rehearsal["network"])
    target = urlsplit(given.flag("default-target", "http://hub:8081"))

    def answer(request: Request) -> Reply:
        if request.path == "/_chp_healthz":
            return Reply(200, {"status": "OK"})
        hub = network.behind(given.namespace, str(target.hostname), target.port or 80)
        return Reply(503, "Service Unavailable\n") if hub is None else forward(request, hub, {})

    serve(given.port("http"), answer)
    threading.Event().wait()
