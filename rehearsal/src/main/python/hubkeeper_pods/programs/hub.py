"""JupyterHub's hub: health, metrics, and those parts of its REST API by which services start and stop servers.

What it knows of servers are their pods, so a hub that moves goes on where the former one was. A ready pod counts as
a server that answers; nothing runs in it.
"""

import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from ..api import Api, ApiError, Object
from ..given import Given
from ..web import Reply, Request, serve

_SELECTOR = "component=singleuser-server"
_USER = "hub.jupyter.org/username"


class Hub:
    """The users of one hub and their servers."""

    def __init__(self, api: Api, namespace: str, token: str, singleuser: dict[str, Any], known: Path) -> None:
        self._pods = f"/api/v1/namespaces/{namespace}/pods"
        self._api, self._token, self._singleuser = api, token, singleuser
        self._known, self._lock = known, threading.Lock()
        self._spawned: Counter[str] = Counter()

    def answer(self, request: Request, path: str) -> Reply:
        """Serves what is below /hub/api."""
        if path in ("", "/"):
            return Reply(200, {"version": "5.3.0"})
        if not self._token or request.headers.get("Authorization") != f"token {self._token}":
            return Reply(403, {"status": 403, "message": "Missing or invalid credentials."})
        parts = [unquote(part) for part in path.strip("/").split("/")]
        if parts == ["users"]:
            return self._list(request)
        if parts[0] == "users" and len(parts) == 2:
            return self._user(request.method, parts[1])
        if parts[0] == "users" and parts[2:] == ["server"]:
            return self._server(request.method, parts[1])
        return Reply(404, {"status": 404, "message": "Not Found"})

    def metrics(self) -> str:
        """How servers came up since this hub runs."""
        name = "jupyterhub_server_spawn_duration_seconds_count"
        return "".join(f'{name}{{status="{status}"}} {self._spawned[status]}\n' for status in ("success", "failure"))

    def ready(self, user: str) -> bool:
        """Whether a user's server answers."""
        pod = self._servers().get(user)
        return pod is not None and _ready(pod)

    def _list(self, request: Request) -> Reply:
        servers = self._servers()
        names = sorted(servers if request.query.get("state") == "active" else {*servers, *self._users()})
        offset, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", 200))
        page = [_shown(name, servers.get(name)) for name in names[offset : offset + limit]]
        if "pagination" not in request.headers.get("Accept", ""):
            return Reply(200, page)
        more = offset + limit < len(names)
        following = {"offset": offset + limit, "limit": limit} if more else None
        told = {"offset": offset, "limit": limit, "total": len(names), "next": following}
        return Reply(200, {"items": page, "_pagination": told})

    def _user(self, method: str, name: str) -> Reply:
        with self._lock:
            users, pod = self._users(), self._servers().get(name)
            if method == "POST":
                if name in users or pod:
                    return Reply(409, {"status": 409, "message": f"User {name} already exists"})
                self._remember([*users, name])
                return Reply(201, _shown(name, None))
            if name not in users and pod is None:
                return Reply(404, {"status": 404, "message": "Not Found"})
            if method == "DELETE":
                self._remember([user for user in users if user != name])
                self._api.delete(f"{self._pods}/{_pod_name(name)}")
                return Reply(204)
            return Reply(200, _shown(name, pod))

    def _server(self, method: str, name: str) -> Reply:
        pod = self._servers().get(name)
        if method == "DELETE":
            if pod is None:
                return Reply(400, {"status": 400, "message": f"{name} is not running"})
            self._api.delete(f"{self._pods}/{_pod_name(name)}")
            return Reply(202)
        if pod is not None:
            return Reply(400, {"status": 400, "message": f"{name} is already running or pending"})
        try:
            self._api.create(self._pods, _pod(name, self._singleuser))
        except ApiError as refused:
            self._spawned["failure"] += 1
            return Reply(500, {"status": 500, "message": str(refused)})
        self._spawned["success"] += 1
        return Reply(202)

    def _servers(self) -> dict[str, Object]:
        found = self._api.items(self._pods, labelSelector=_SELECTOR)
        return {str(pod["metadata"]["annotations"][_USER]): pod for pod in found}

    def _users(self) -> list[str]:
        return list(json.loads(self._known.read_text("utf-8"))) if self._known.exists() else []

    def _remember(self, users: list[str]) -> None:
        self._known.parent.mkdir(parents=True, exist_ok=True)
        self._known.write_text(json.dumps(users), encoding="utf-8")


def _shown(name: str, pod: Object | None) -> dict[str, Any]:
    servers = {}
    if pod is not None:
        leaving = "deletionTimestamp" in pod["metadata"]
        ready = _ready(pod) and not leaving
        pending = "stop" if leaving else None if ready else "spawn"
        servers[""] = {"name": "", "ready": ready, "pending": pending, "url": f"/user/{name}/"}
    return {"kind": "user", "name": name, "admin": False, "servers": servers}


def _ready(pod: Object) -> bool:
    conditions = pod.get("status", {}).get("conditions") or []
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def _pod_name(user: str) -> str:
    return f"jupyter-{user}"


def _pod(user: str, singleuser: dict[str, Any]) -> Object:
    """As KubeSpawner makes them by the chart's values."""
    image = singleuser.get("image", {})
    labels = {
        "app": "jupyterhub",
        "component": "singleuser-server",
        _USER: user,
        "hub.jupyter.org/servername": "",
    }
    dedicated = {"key": "hub.jupyter.org/dedicated", "operator": "Equal", "value": "user", "effect": "NoSchedule"}
    requests = {"cpu": str(singleuser["cpu"]["guarantee"]), "memory": str(singleuser["memory"]["guarantee"])}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": _pod_name(user), "labels": labels, "annotations": {_USER: user}},
        "spec": {
            "automountServiceAccountToken": False,
            "restartPolicy": "OnFailure",
            "nodeSelector": dict(singleuser.get("nodeSelector") or {}),
            "tolerations": [dedicated, *(singleuser.get("extraTolerations") or [])],
            "containers": [
                {
                    "name": "notebook",
                    "image": f"{image.get('name')}:{image.get('tag')}",
                    "resources": {"requests": requests},
                }
            ],
        },
    }


def run(given: Given) -> None:
    """Serves until the pod ends."""
    base = given.env.get("JUPYTERHUB_BASE_URL", "/").rstrip("/")
    values = yaml.safe_load(given.path("/usr/local/etc/jupyterhub/config/values.yaml").read_text("utf-8"))
    known = given.path("/srv/jupyterhub") / "users.json"
    token = given.env.get("HUBKEEPER_API_TOKEN", "")
    hub = Hub(given.kubernetes(), given.namespace, token, values["singleuser"], known)

    def answer(request: Request) -> Reply:
        path = request.path.removeprefix(base)
        if path == "/hub/health":
            return Reply(200, "")
        if path == "/hub/metrics":
            return Reply(200, hub.metrics())
        if path == "/hub/api" or path.startswith("/hub/api/"):
            return hub.answer(request, path.removeprefix("/hub/api"))
        if path.startswith("/user/"):
            up = hub.ready(unquote(path.split("/")[2]))
            return Reply(200, {"version": "2.17.0"}) if up else Reply(503, "No server is up there.\n")
        if path in ("/hub/login", "/", "/hub/", ""):
            return Reply(200, "This hub is a stand-in; nobody can log in.\n")
        return Reply(404, {"status": 404, "message": "Not Found"})

    serve(given.port("http"), answer)
    threading.Event().wait()
