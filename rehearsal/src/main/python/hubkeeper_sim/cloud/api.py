"""A small client of a Kubernetes API server: one connection that stays open."""

import http.client
import json
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode

from ..kubernetes import connect

Object = dict[str, Any]

_PATCH = "application/merge-patch+json"


class ApiError(Exception):
    """What an API server answered instead."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status


class ApiServer:
    """One cluster's API server, seen by one thread."""

    def __init__(self, access: dict[str, str]) -> None:
        self.access = access
        self._connection: http.client.HTTPConnection | None = None

    def list(self, path: str, **query: str) -> list[Object]:
        """The objects under a path; none where the kind does not exist."""
        try:
            found = self.call("GET", path + ("?" + urlencode(query) if query else ""))
        except ApiError as refused:
            if refused.status == 404:
                return []
            raise
        return list(found.get("items") or [])

    def get(self, path: str) -> Object | None:
        """An object, or None."""
        try:
            return self.call("GET", path)
        except ApiError as refused:
            if refused.status == 404:
                return None
            raise

    def create(self, path: str, body: Object) -> bool:
        """Creates an object; False if there is one already."""
        try:
            self.call("POST", path, body)
        except ApiError as refused:
            if refused.status == 409:
                return False
            raise
        return True

    def patch(self, path: str, body: Object) -> None:
        """Merges into an object; one that is gone stays gone."""
        try:
            self.call("PATCH", path, body, _PATCH)
        except ApiError as refused:
            if refused.status != 404:
                raise

    def delete(self, path: str, **query: str) -> None:
        """Deletes an object, if it is there."""
        try:
            self.call("DELETE", path + ("?" + urlencode(query) if query else ""))
        except ApiError as refused:
            if refused.status != 404:
                raise

    def event(self, source: str, about: Object, reason: str, message: str, kind: str = "Normal") -> None:
        """Tells people who look at an object what happened to it."""
        meta = about["metadata"]
        namespace = meta.get("namespace", "default")
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"generateName": f"{meta['name']}.", "namespace": namespace},
            "involvedObject": {
                "apiVersion": about.get("apiVersion", "v1"),
                "kind": about["kind"],
                "name": meta["name"],
                "namespace": meta.get("namespace", ""),
                "uid": meta.get("uid", ""),
            },
            "reason": reason,
            "message": message,
            "type": kind,
            "count": 1,
            "firstTimestamp": now,
            "lastTimestamp": now,
            "source": {"component": source},
        }
        self.create(f"/api/v1/namespaces/{namespace}/events", body)

    def call(self, method: str, path: str, body: Object | None = None, kind: str = "application/json") -> Object:
        """One request; a connection that the server has closed is opened again."""
        data = None if body is None else json.dumps(body)
        for fresh in (self._connection is None, True):
            if self._connection is None:
                self._connection = connect(self.access)
            try:
                self._connection.request(method, path, data, {"Content-Type": kind} if data else {})
                response = self._connection.getresponse()
                text = response.read()
                break
            except (OSError, http.client.HTTPException):
                self.close()
                if fresh:
                    raise
        if response.status >= 400:
            raise ApiError(response.status, text[:300].decode("utf-8", "replace"))
        answer: Object = json.loads(text) if text else {}
        return answer

    def close(self) -> None:
        """Hangs up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
