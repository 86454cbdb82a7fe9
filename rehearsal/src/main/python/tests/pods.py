"""An API server in memory, and what a pod is given, for tests of programs behind pods."""

import json
import socket
from pathlib import Path
from typing import Any

from hubkeeper_pods.api import ApiError, Object
from hubkeeper_pods.given import Given


class FakeApi:
    """Objects by their paths; a list is what lies below a path."""

    def __init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self.created: list[Object] = []

    def put(self, path: str, **content: Any) -> Object:
        """Adds an object of that path."""
        parts = path.split("/")
        metadata = {"name": parts[-1], "uid": f"uid-{parts[-1]}", **content.pop("metadata", {})}
        if "namespaces" in parts[:-2]:
            metadata["namespace"] = parts[parts.index("namespaces") + 1]
        self.objects[path] = {"metadata": metadata, **content}
        return self.objects[path]

    def get(self, path: str, **query: str) -> Object:
        """An object, or a list with its kind."""
        if path in self.objects:
            return self.objects[path]
        return {"kind": "ThingList", "apiVersion": "v1", "items": self.items(path)}

    def find(self, path: str) -> Object | None:
        """An object or None."""
        return self.objects.get(path)

    def items(self, path: str, **query: str) -> list[Object]:
        """Objects directly below the path; in all namespaces if it names none."""
        plural = path.rpartition("/")[2]
        prefix = path if "/namespaces/" in path else path.rpartition("/")[0]
        return [
            one
            for place, one in self.objects.items()
            if place.startswith(prefix) and place.rpartition("/")[0].rpartition("/")[2] == plural
        ]

    def create(self, path: str, body: Object) -> Object:
        """Keeps the object; a token request gets its token."""
        if path.endswith("/token"):
            return {"status": {"token": "a-token"}}
        self.created.append(body)
        name = body["metadata"].get("name") or f"{body['metadata']['generateName']}x"
        self.objects[f"{path}/{name}"] = body
        return body

    def replace(self, path: str, body: Object) -> Object:
        """Puts the object."""
        self.objects[path] = body
        return body

    def patch(self, path: str, body: Object, kind: str = "") -> Object:
        """Merges at the first two levels."""
        target = self.objects.get(path.removesuffix("/status"))
        if target is None:
            raise ApiError(404, "not found")
        for key, value in body.items():
            target[key] = {**target.get(key, {}), **value}
        return target

    def apply(self, path: str, body: Object) -> Object:
        """Puts the object."""
        return self.replace(path, body)

    def delete(self, path: str) -> None:
        """Removes the object."""
        self.objects.pop(path, None)


class FakeGiven(Given):
    """What a pod was given, with an API server in memory."""

    def __init__(self, directory: Path, api: FakeApi, **content: Any) -> None:
        super().__init__(directory)
        self.api = api
        everything = {
            "pod": {"namespace": "tools", "name": "p", "uid": "u", "nodeName": "n"},
            "env": {},
            "args": [],
            "root": str(directory / "root"),
            "ports": {},
            "portNames": {},
            "aws": None,
            "kubernetes": None,
            "rehearsal": {"idleSeconds": 600.0, "simulator": "http://127.0.0.1:9"},
            **content,
        }
        (directory / "given.json").write_text(json.dumps(everything), encoding="utf-8")

    def kubernetes(self) -> FakeApi:  # type: ignore[override]
        """The API server in memory."""
        return self.api


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
