"""A client of a Kubernetes API server: JSON over http.client, with list and watch."""

import http.client
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

Object = dict[str, Any]

STRATEGIC = "application/strategic-merge-patch+json"
MERGE = "application/merge-patch+json"
APPLY = "application/apply-patch+yaml"
FIELD_MANAGER = "rehearsal-pods"


class ApiError(Exception):
    """An answer of the API server that is not a success."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


@dataclass(frozen=True)
class Access:
    """How an API server is reached, and as whom: by client certificate or by the token in a file."""

    endpoint: str
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    token_file: str | None = None


class Api:
    """Calls an API server; one connection per thread, opened again when it broke."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._url = urlsplit(access.endpoint)
        self._context: ssl.SSLContext | None = None
        self._local = threading.local()
        if self._url.scheme == "https":
            self._context = ssl.create_default_context(cafile=access.ca_file)
            if access.cert_file:
                self._context.load_cert_chain(access.cert_file, access.key_file)

    def get(self, path: str, **query: str) -> Object:
        """An object or a list."""
        return self._call("GET", path, query)

    def find(self, path: str) -> Object | None:
        """An object, or None when there is none of that name."""
        try:
            return self.get(path)
        except ApiError as error:
            if error.status == 404:
                return None
            raise

    def items(self, path: str, **query: str) -> list[Object]:
        """The items of a list."""
        return list(self.get(path, **query).get("items") or [])

    def create(self, path: str, body: Object) -> Object:
        """Posts an object."""
        return self._call("POST", path, {}, body)

    def replace(self, path: str, body: Object) -> Object:
        """Puts an object; 409 when it has changed since it was read."""
        return self._call("PUT", path, {}, body)

    def patch(self, path: str, body: Object, kind: str = MERGE) -> Object:
        """Patches an object."""
        return self._call("PATCH", path, {"fieldManager": FIELD_MANAGER}, body, kind)

    def apply(self, path: str, body: Object) -> Object:
        """Applies an object by server-side apply."""
        return self._call("PATCH", path, {"fieldManager": FIELD_MANAGER, "force": "true"}, body, APPLY)

    def delete(self, path: str) -> None:
        """Deletes an object, if it is there."""
        try:
            self._call("DELETE", path, {})
        except ApiError as error:
            if error.status != 404:
                raise

    def watch(self, path: str, version: str, seconds: int = 300, **query: str) -> Iterator[tuple[str, Object]]:
        """Events since a version, until the server ends the watch."""
        query |= {"watch": "true", "resourceVersion": version, "timeoutSeconds": str(seconds)}
        query |= {"allowWatchBookmarks": "true"}
        connection = self._connect(seconds + 30)
        try:
            connection.request("GET", _target(path, query), headers=self._headers())
            response = connection.getresponse()
            if response.status != 200:
                raise ApiError(response.status, response.read(2000).decode("utf-8", "replace"))
            while line := response.readline():
                event = json.loads(line)
                if event["type"] == "ERROR":
                    raise ApiError(int(event["object"].get("code", 500)), str(event["object"].get("message")))
                yield event["type"], event["object"]
        finally:
            connection.close()

    def _call(self, method: str, path: str, query: dict[str, str], body: Any = None, kind: str = "") -> Object:
        headers = self._headers()
        payload = None
        if body is not None:
            payload = json.dumps(body).encode()
            headers["Content-Type"] = kind or "application/json"
        status, text = self._exchange(method, _target(path, query), payload, headers)
        if status >= 300:
            raise ApiError(status, _message(text))
        return dict(json.loads(text))

    def _exchange(
        self, method: str, target: str, payload: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        kept: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        connection = kept or self._connect(30)
        self._local.connection = connection
        try:
            connection.request(method, target, payload, headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self._local.connection = None
            # A kept connection may have been closed meanwhile; a new one that fails is a failure.
            if kept is None or method == "POST":
                raise
            return self._exchange(method, target, payload, headers)

    def _connect(self, timeout: float) -> http.client.HTTPConnection:
        host, port = str(self._url.hostname), self._url.port
        if self._context is None:
            return http.client.HTTPConnection(host, port or 80, timeout=timeout)
        return http.client.HTTPSConnection(host, port or 443, context=self._context, timeout=timeout)

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json", "User-Agent": "rehearsal-pods"}
        if self._access.token_file:
            headers["Authorization"] = f"Bearer {Path(self._access.token_file).read_text('utf-8').strip()}"
        return headers


def _target(path: str, query: dict[str, str]) -> str:
    return quote(path) + (f"?{urlencode(query)}" if query else "")


def _message(text: bytes) -> str:
    try:
        return str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return text[:500].decode("utf-8", "replace")
