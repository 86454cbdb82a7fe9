"""The ingress controller: TLS with the mounted certificates, routes by the Ingresses of its class."""

import logging
import ssl
import threading
import time
from pathlib import Path

from ..api import Api, ApiError, Object
from ..forward import forward
from ..given import Given
from ..network import Network
from ..web import Reply, Request, serve

LOG = logging.getLogger(__name__)

ROUTES_SECONDS = 0.5
CERTIFICATE_SECONDS = 0.5

#: host, path, namespace, service, port
Route = tuple[str, str, str, str, "int | str"]


class Ingress:
    """Knows the routes, at most half a second old."""

    def __init__(self, api: Api, network: Network, ingress_class: str) -> None:
        self._api, self._network, self._class = api, network, ingress_class
        self._routes: list[Route] = []
        self._hosts: set[str] = set()
        self._until = 0.0
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Reply:
        """Sends a request to where its host and path lead."""
        host = request.headers.get("Host", "").partition(":")[0].lower()
        self.refresh()
        fitting = [route for route in self._routes if route[0] == host and _under(route[1], request.path)]
        if not fitting:
            return Reply(404, "404 Not Found\n")
        _, _, namespace, service, port = max(fitting, key=lambda route: len(route[1]))
        behind = self._network.behind(namespace, service, port)
        if behind is None:
            return Reply(502, f"502 Bad Gateway: no ready endpoints of {namespace}/{service}\n")
        return forward(request, behind, {"X-Forwarded-Proto": "https", "X-Forwarded-Host": host})

    def refresh(self) -> None:
        """Reads the Ingresses again if it was some time ago."""
        with self._lock:
            if time.monotonic() > self._until:
                found = self._api.items("/apis/networking.k8s.io/v1/ingresses")
                mine = [one for one in found if one["spec"].get("ingressClassName") == self._class]
                self._routes = routes_of(mine)
                self._until = time.monotonic() + ROUTES_SECONDS


def routes_of(ingresses: list[Object]) -> list[Route]:
    """All routes; a minion counts only where its host has a master, as nginx does it."""
    masters = {rule.get("host") for one in ingresses if _type(one) == "master" for rule in one["spec"].get("rules", [])}
    return [
        (rule["host"].lower(), path["path"], one["metadata"]["namespace"], *_backend(path["backend"]["service"]))
        for one in ingresses
        for rule in one["spec"].get("rules", [])
        if rule.get("host") and (_type(one) != "minion" or rule["host"] in masters)
        for path in (rule.get("http") or {}).get("paths", [])
    ]


def _type(ingress: Object) -> str:
    annotations = ingress["metadata"].get("annotations") or {}
    return str(annotations.get("nginx.org/mergeable-ingress-type", ""))


def _backend(service: Object) -> tuple[str, "int | str"]:
    port = service["port"]
    return str(service["name"]), port["number"] if "number" in port else str(port["name"])


def _under(prefix: str, path: str) -> bool:
    whole = prefix.rstrip("/")
    return path == whole or path.startswith(f"{whole}/")


class Certificate:
    """The server's side of TLS; follows the mounted files."""

    def __init__(self, directory: Path) -> None:
        self._files = directory / "tls.crt", directory / "tls.key"
        self._read: tuple[bytes, bytes] | None = None
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.load()

    def load(self) -> None:
        """Loads the pair again if it has changed; a pair that does not match leaves the old one in place."""
        now = self._files[0].read_bytes(), self._files[1].read_bytes()
        if now != self._read:
            self._read = now
            self.context.load_cert_chain(*map(str, self._files))
            LOG.info("certificate loaded")


def run(given: Given) -> None:
    """Serves until the pod ends."""
    api = given.kubernetes()
    ingress = Ingress(api, Network(given.rehearsal["network"]), given.flag("ingress-class", "nginx"))
    certificate = Certificate(given.path("/etc/nginx/secrets/default"))
    serve(given.port("https"), ingress.answer, certificate.context)
    serve(given.port("http"), _to_https)
    serve(given.port("prometheus"), lambda request: Reply(200, "nginx_ingress_nginx_up 1\n"))
    serve(given.port("readiness-port"), lambda request: _ready(ingress))
    while True:
        time.sleep(CERTIFICATE_SECONDS)
        try:
            certificate.load()
        except (OSError, ssl.SSLError) as refused:
            LOG.warning("certificate: %s", refused)


def _to_https(request: Request) -> Reply:
    host = request.headers.get("Host", "").partition(":")[0]
    return Reply(301, "", {"Location": f"https://{host}{request.target}"})


def _ready(ingress: Ingress) -> Reply:
    try:
        ingress.refresh()
    except (ApiError, OSError) as refused:
        return Reply(503, f"{refused}\n")
    return Reply(200, "")
