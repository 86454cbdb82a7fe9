"""Names that people publish where no zone of Route 53 is: at another provider."""

import threading


class Elsewhere:
    """CNAMEs by their names."""

    def __init__(self) -> None:
        self._targets: dict[str, str] = {}
        self._lock = threading.Lock()

    def put(self, given: dict[str, str | None]) -> dict[str, str]:
        """Publishes names with what they lead to; null takes one away."""
        for name, target in given.items():
            if not name or not (target is None or (isinstance(target, str) and target)):
                raise ValueError(f"a name leads to a host name or null, not {name!r}: {target!r}")
        with self._lock:
            for name, target in given.items():
                if target is None:
                    self._targets.pop(_normal(name), None)
                else:
                    self._targets[_normal(name)] = _normal(target)
            return dict(self._targets)

    def target(self, name: str) -> str | None:
        """What a name leads to."""
        with self._lock:
            return self._targets.get(_normal(name))

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._targets.clear()


def _normal(name: str) -> str:
    return name.lower().rstrip(".")
