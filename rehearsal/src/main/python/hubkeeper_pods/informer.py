"""A copy of one kind of objects that follows the API server."""

import http.client
import logging
import threading
import time
from collections.abc import Callable

from .api import Api, ApiError, Object

LOG = logging.getLogger(__name__)

Key = tuple[str, str]


class Informer:
    """Lists once, then watches; lists again when the watch is lost. Calls back after each change."""

    def __init__(self, api: Api, path: str, changed: Callable[[], None], **query: str) -> None:
        self._api, self._path, self._changed, self._query = api, path, changed, query
        self._objects: dict[Key, Object] = {}
        self._lock = threading.Lock()
        self._listed = threading.Event()

    def start(self) -> "Informer":
        """Follows in a thread of its own for as long as the process lives."""
        threading.Thread(target=self._follow, name=f"watch {self._path}", daemon=True).start()
        return self

    def listed(self) -> bool:
        """Whether the copy was ever complete."""
        return self._listed.is_set()

    def all(self) -> list[Object]:
        """All objects."""
        with self._lock:
            return list(self._objects.values())

    def get(self, namespace: str, name: str) -> Object | None:
        """One object, or None."""
        with self._lock:
            return self._objects.get((namespace, name))

    def _follow(self) -> None:
        while True:
            try:
                self._once()
            except (OSError, http.client.HTTPException, ApiError, ValueError) as lost:
                LOG.info("%s: %s", self._path, lost)
                time.sleep(0.5)

    def _once(self) -> None:
        found = self._api.get(self._path, **self._query)
        with self._lock:
            self._objects = {_key(item): item for item in found.get("items") or []}
        self._listed.set()
        self._changed()
        version = found["metadata"]["resourceVersion"]
        while True:
            for kind, item in self._api.watch(self._path, version, **self._query):
                version = item["metadata"]["resourceVersion"]
                if kind == "BOOKMARK":
                    continue
                with self._lock:
                    if kind == "DELETED":
                        self._objects.pop(_key(item), None)
                    else:
                        self._objects[_key(item)] = item
                self._changed()


def _key(item: Object) -> Key:
    metadata = item["metadata"]
    return metadata.get("namespace", ""), metadata["name"]
