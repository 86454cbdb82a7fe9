"""The programs that answer for pods by HTTP: ingress, Grafana, Prometheus; and the registry's configuration."""

import base64
import http.client
import json
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from hubkeeper_pods.network import Network
from hubkeeper_pods.programs import ingress, registry
from hubkeeper_pods.programs.device_plugin import gpus_of
from hubkeeper_pods.programs.grafana import Database, Grafana, root_of
from hubkeeper_pods.programs.prometheus import Prometheus
from hubkeeper_pods.web import Answer, serve

from .pods import FakeApi, free_port
from .test_kubernetes import _certificate


def _ask(answer: Answer, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    port = free_port()
    serve(port, answer)  # for as long as the tests run
    try:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=5) as response:
            text = response.read()
            return response.status, json.loads(text) if text.startswith((b"{", b"[")) else text.decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class OnGrafana:
    """Grafana on a volume."""

    def __init__(self, place: Path) -> None:
        self.database = Database(place / "grafana.json")
        self.answer = Grafana(self.database, "https://hub.example.edu/grafana").answer

    def ask(self, method: str, path: str, body: Any = None, password: str | None = None) -> tuple[int, Any]:
        """Asks as admin with that password."""
        token = base64.b64encode(f"admin:{password}".encode()).decode()
        return _ask(self.answer, method, path, body, **({"Authorization": f"Basic {token}"} if password else {}))


@pytest.fixture
def grafana(tmp_path: Path) -> OnGrafana:
    """A new Grafana."""
    made = OnGrafana(tmp_path)
    made.database.set_password("admin", "first")
    made.database.save()
    return made


def test_grafana_changes_its_password_for_good(grafana: OnGrafana, tmp_path: Path) -> None:
    assert grafana.ask("GET", "/grafana/api/health")[0] == 200
    assert grafana.ask("GET", "/grafana/api/user")[0] == 401
    change = {"oldPassword": "wrong", "newPassword": "second", "confirmNew": "second"}
    assert grafana.ask("PUT", "/grafana/api/user/password", change, "first")[0] == 401
    change["oldPassword"] = "first"
    assert grafana.ask("PUT", "/grafana/api/user/password", change, "first")[0] == 200
    assert grafana.ask("GET", "/grafana/api/user", password="first")[0] == 401
    again = OnGrafana(tmp_path)
    assert again.ask("POST", "/grafana/login", {"user": "admin", "password": "second"})[0] == 200
    assert again.ask("POST", "/grafana/login", {"user": "admin", "password": "first"})[0] == 401
    assert "second" not in (tmp_path / "grafana.json").read_text()


def test_grafana_imports_a_dashboard_once(grafana: OnGrafana) -> None:
    dashboard = {"uid": "hub", "title": "Hub activity", "panels": []}
    status, made = grafana.ask("POST", "/grafana/api/dashboards/db", {"dashboard": dashboard}, "first")
    assert (status, made["uid"], made["version"]) == (200, "hub", 1)
    assert grafana.ask("POST", "/grafana/api/dashboards/db", {"dashboard": dashboard}, "first")[0] == 412
    again = {"dashboard": dashboard, "overwrite": True}
    assert grafana.ask("POST", "/grafana/api/dashboards/db", again, "first")[1]["version"] == 2
    found = grafana.ask("GET", "/grafana/api/search?query=activity", password="first")[1]
    assert [one["uid"] for one in found] == ["hub"]
    kept = grafana.ask("GET", "/grafana/api/dashboards/uid/hub", password="first")[1]
    assert kept["dashboard"]["title"] == "Hub activity"
    assert grafana.ask("GET", "/grafana/api/dashboards/uid/none", password="first")[0] == 404


def test_grafana_serves_below_its_root_url(grafana: OnGrafana, tmp_path: Path) -> None:
    port = free_port()
    serve(port, grafana.answer)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/api/health")
    sent = connection.getresponse()
    assert (sent.status, sent.getheader("Location")) == (301, "https://hub.example.edu/grafana/api/health")
    file = tmp_path / "grafana.ini"
    file.write_text("[server]\nroot_url = https://hub.example.edu/grafana\nserve_from_sub_path = true\n")
    assert root_of(file) == "https://hub.example.edu/grafana"
    file.write_text("[server]\nroot_url = https://hub.example.edu/grafana\n")
    assert root_of(file) == ""


def _ingress(api: FakeApi, name: str, kind: str, host: str, path: str | None, of_class: str = "nginx") -> None:
    backend = {"service": {"name": name, "port": {"number": 80}}}
    rule: dict[str, Any] = {"host": host}
    if path:
        rule["http"] = {"paths": [{"path": path, "pathType": "Prefix", "backend": backend}]}
    metadata = {"annotations": {"nginx.org/mergeable-ingress-type": kind} if kind else {}}
    spec = {"ingressClassName": of_class, "rules": [rule]}
    api.put(f"/apis/networking.k8s.io/v1/namespaces/ns/ingresses/{name}", metadata=metadata, spec=spec)


@pytest.fixture
def behind() -> Iterator[HTTPServer]:
    """A program behind a Service, which tells what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{self.path} {self.headers['X-Forwarded-Proto']}".encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def test_ingress_routes_by_host_and_longest_path(tmp_path: Path, behind: HTTPServer) -> None:
    api, network = FakeApi(), tmp_path / "network.json"
    network.write_text(json.dumps({"services": {"ns/grafana:80": behind.server_port}}))
    _ingress(api, "grafana", "minion", "hub.example.edu", "/grafana")
    _ingress(api, "dead", "minion", "hub.example.edu", "/grafana/dead")
    _ingress(api, "other-class", "", "hub.example.edu", "/alb", "alb")

    def ask(path: str, host: str = "hub.example.edu") -> tuple[int, Any]:
        return _ask(ingress.Ingress(api, Network(str(network)), "nginx").answer, "GET", path, Host=host)

    assert ask("/grafana/login")[0] == 404  # a minion without its host's master
    _ingress(api, "master", "master", "hub.example.edu", None)
    assert ask("/grafana/login?a=b") == (200, "/grafana/login?a=b https")
    assert ask("/grafana/dead")[0] == 502
    assert ask("/grafanas")[0] == 404
    assert ask("/grafana", host="other.example.edu")[0] == 404
    assert ask("/alb")[0] == 404


def test_ingress_serves_the_mounted_certificate_and_follows_it(tmp_path: Path) -> None:
    shown, other = tmp_path / "a", tmp_path / "b"
    for place in (shown, other):
        place.mkdir()
        _certificate(place)
        (place / "cert.pem").rename(place / "tls.crt")
        (place / "key.pem").rename(place / "tls.key")
    certificate = ingress.Certificate(shown)
    port = free_port()
    serve(port, lambda request: ingress.Reply(200, "ok"), certificate.context)

    def seen() -> str:
        return ssl.get_server_certificate(("127.0.0.1", port))

    assert seen() == (shown / "tls.crt").read_text()
    (shown / "tls.key").write_bytes((other / "tls.key").read_bytes())
    with pytest.raises(ssl.SSLError):  # a key of another certificate
        certificate.load()
    (shown / "tls.crt").write_bytes((other / "tls.crt").read_bytes())
    certificate.load()
    assert seen() == (other / "tls.crt").read_text()


CONFIG = yaml.safe_load((Path(__file__).parents[2] / "charts/prometheus/values.yaml").read_text("utf-8"))


def test_prometheus_sees_what_the_api_server_has() -> None:
    api = FakeApi()
    for name, status in (("n1", "True"), ("n2", "False")):
        api.put(f"/api/v1/nodes/{name}", status={"conditions": [{"type": "Ready", "status": status}]})
    for name, annotations in (("p1", {"prometheus.io/scrape": "true", "prometheus.io/port": "8085"}), ("p2", {})):
        ready = {"phase": "Running", "podIP": "10.0.0.9", "conditions": [{"type": "Ready", "status": "True"}]}
        path = f"/api/v1/namespaces/tools/pods/{name}"
        api.put(path, metadata={"annotations": annotations}, spec={"nodeName": "n1"}, status=ready)
    answer = Prometheus(api, CONFIG["serverFiles"]["prometheus.yml"]).answer  # type: ignore[arg-type]

    def query(text: str) -> list[Any]:
        result = _ask(answer, "GET", f"/api/v1/query?query={quote(text)}")[1]["data"]["result"]
        return [(one["metric"].get("instance"), one["value"][1]) for one in result]

    targets = _ask(answer, "GET", "/api/v1/targets")[1]["data"]["activeTargets"]
    health = {one["labels"]["instance"]: one["health"] for one in targets}
    assert health == {"localhost:9090": "up", "n1": "up", "n2": "down", "10.0.0.9:8085": "up"}
    assert query('up{job="kubernetes-nodes"}') == [("n1", "1"), ("n2", "0")]
    assert query("count(up == 1)") == [(None, "3")] and query("sum(up)") == [(None, "3")]
    assert query("kubelet_running_pods") == [("n1", "2")]
    assert query("nothing_of_the_kind") == []
    assert _ask(answer, "GET", "/api/v1/query?query=rate(up[5m])")[0] == 400


def test_registry_keeps_its_configuration_but_for_places() -> None:
    given = {
        "version": 0.1,
        "storage": {"filesystem": {"rootdirectory": "/var/lib/registry"}, "cache": {"blobdescriptor": "inmemory"}},
        "http": {"addr": ":5000", "headers": {"X": ["y"]}},
        "proxy": {"remoteurl": "https://registry-1.docker.io"},
    }
    made = registry.translated(given, "/here", 4321, "127.0.0.1:5005")
    assert made["storage"] == {"filesystem": {"rootdirectory": "/here"}, "cache": {"blobdescriptor": "inmemory"}}
    assert made["http"] == {"addr": "127.0.0.1:4321", "headers": {"X": ["y"]}}
    assert made["proxy"] == {"remoteurl": "http://127.0.0.1:5005"}
    elsewhere = {**given, "proxy": {"remoteurl": "https://dead.example.edu"}}
    assert registry.translated(elsewhere, "/here", 4321, "x")["proxy"] == elsewhere["proxy"]


@pytest.mark.parametrize(
    ("kind", "gpus"),
    [("g4dn.xlarge", 1), ("g4dn.12xlarge", 4), ("p3.8xlarge", 4), ("t3a.large", 0), ("g5g.large", 0)],
)
def test_gpus_of_instances(kind: str, gpus: int) -> None:
    assert gpus_of(kind) == gpus
