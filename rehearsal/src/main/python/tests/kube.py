"""An API server for tests: keeps objects by path, knows merge patches and nothing of controllers."""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class KubeServer:
    """Objects by their path; a Node is ready as soon as kwok would make it so."""

    def __init__(self) -> None:
        self.objects: dict[str, Any] = {}
        #: Names of pods that a budget protects.
        self.protected: set[str] = set()
        self.lock = threading.RLock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                url = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                with server.lock:
                    status, answer = server.answer(self.command, url.path, query, body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = do_DELETE = _serve

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """Serves one request."""
        if method == "GET":
            return self._read(path, query)
        if method == "POST" and path.endswith("/eviction"):
            return self._evict(path.removesuffix("/eviction"))
        if method == "POST":
            return self._create(path, body)
        target = path.removesuffix("/status")
        if target not in self.objects:
            return 404, {}
        if method == "DELETE":
            return 200, self.objects.pop(target)
        _merge(self.objects[target], body)
        return 200, self.objects[target]

    def _read(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path in self.objects:
            return 200, self.objects[path]
        resource = path.rpartition("/")[2]
        if resource.endswith("s") and (resource in _KINDS):
            wide = "/namespaces/" not in path
            items = [
                one
                for place, one in self.objects.items()
                if place.rpartition("/")[0].endswith(f"/{resource}") and (wide or place.startswith(path + "/"))
            ]
            return 200, {"items": [one for one in items if _selected(one, query)]}
        return 404, {}

    def _evict(self, place: str) -> tuple[int, Any]:
        if place.rpartition("/")[2] in self.protected:
            return 429, {}
        return (201, {}) if self.objects.pop(place, None) else (404, {})

    def _create(self, path: str, body: Any) -> tuple[int, Any]:
        meta = body["metadata"]
        meta.setdefault("uid", str(uuid.uuid4()))
        if "generateName" in meta:
            meta["name"] = meta["generateName"] + uuid.uuid4().hex[:8]
        place = f"{path}/{meta['name']}"
        if place in self.objects:
            return 409, {}
        if "kwok.x-k8s.io/node" in meta.get("annotations", {}):
            body["status"]["conditions"] = [{"type": "Ready", "status": "True"}]
        self.objects[place] = body
        return 201, body

    def put(self, path: str, **content: Any) -> Any:
        """Puts an object of somebody else's."""
        namespace = path.split("/namespaces/")[1].split("/")[0] if "/namespaces/" in path else ""
        meta = {"name": path.rpartition("/")[2], "uid": str(uuid.uuid4()), **content.pop("metadata", {})}
        if namespace:
            meta["namespace"] = namespace
        with self.lock:
            self.objects[path] = {"metadata": meta, **content}
        return self.objects[path]

    def names(self, resource: str) -> list[str]:
        """The names of all objects of a kind."""
        with self.lock:
            paths = list(self.objects)
        return sorted(p.rpartition("/")[2] for p in paths if p.rpartition("/")[0].endswith(f"/{resource}"))


_KINDS = (
    "nodes pods services events persistentvolumeclaims persistentvolumes storageclasses volumeattachments "
    "daemonsets deployments serviceaccounts csidrivers configmaps csinodes poddisruptionbudgets"
).split()


def _selected(one: Any, query: dict[str, str]) -> bool:
    label, field = query.get("labelSelector"), query.get("fieldSelector")
    if label and label.split("=")[0] not in one["metadata"].get("labels", {}):
        return False
    return not field or one.get("spec", {}).get("nodeName") == field.partition("=")[2]


def _merge(into: Any, change: Any) -> None:
    for key, value in change.items():
        if value is None:
            into.pop(key, None)
        elif isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
