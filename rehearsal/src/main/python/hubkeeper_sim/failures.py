"""What shall go wrong inside AWS: a stack's resource, a node group's instances, an update, an offered add-on."""

import threading
from fnmatch import fnmatchcase
from typing import Any

_KINDS = {
    "stack": {"of", "name", "resource", "reason", "count"},
    "nodegroup": {"of", "name", "cluster", "code", "reason", "count"},
    "update": {"of", "part", "name", "cluster", "code", "reason", "count"},
    "addon-version": {"of", "name", "cluster", "version", "count", "reason"},
}


class Failures:
    """Failures that were asked for; each happens as often as its count says, once by default."""

    def __init__(self) -> None:
        self._planned: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def replace(self, given: list[dict[str, Any]]) -> None:
        """Sets what shall fail; nothing is changed if something is not understood."""
        parsed = [_parse(one) for one in given]
        with self._lock:
            self._planned = parsed

    def add(self, given: dict[str, Any]) -> None:
        """Asks for one more."""
        with self._lock:
            self._planned.append(_parse(given))

    def take(self, of: str, **about: str) -> dict[str, Any] | None:
        """The failure that something of these names has to suffer now, if any."""
        with self._lock:
            for planned in self._planned:
                fits = all(fnmatchcase(value, planned.get(key, "*")) for key, value in about.items())
                if planned["of"] == of and planned["count"] > 0 and fits:
                    planned["count"] -= 1
                    return dict(planned)
        return None

    def describe(self) -> list[dict[str, Any]]:
        """What is still to come."""
        with self._lock:
            return [dict(one) for one in self._planned]


def _parse(given: dict[str, Any]) -> dict[str, Any]:
    keys = _KINDS.get(given.get("of", ""))
    if keys is None:
        raise ValueError(f"a failure is of {sorted(_KINDS)}, not {given.get('of')!r}")
    unknown = sorted(set(given) - keys)
    if unknown:
        raise ValueError(f"unknown failure keys {unknown}")
    parsed = {"count": 1, "reason": "Internal failure", **given}
    if given["of"] == "nodegroup":
        parsed.setdefault("code", "NodeCreationFailure")
    elif given["of"] == "update":
        parsed.setdefault("code", "Unknown")
    elif given["of"] == "stack" and "resource" not in given:
        raise ValueError("a stack's failure names a resource")
    return parsed


#: What moto's patched models have to let fail.
FAILURES = Failures()
