"""One-shot hooks: something else happens in the world just before or after a certain request."""

import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .calls import Call
from .journal import resources_of

Action = Callable[[Call, dict[str, Any]], None]


@dataclass
class Hook:
    """A hook and whether it has fired."""

    service: str
    operation: str
    resource: str | None
    nth: int
    when: str
    do: dict[str, Any]
    seen: int = 0
    fired: bool = False
    error: str | None = None

    def due(self, call: Call, when: str) -> bool:
        """Counts a matching call and tells whether the hook fires now."""
        if self.fired or when != self.when or self.operation != call.operation or self.service != call.service:
            return False
        if self.resource is not None and self.resource not in resources_of(call):
            return False
        self.seen += 1
        self.fired = self.seen >= self.nth
        return self.fired


class Hooks:
    """The hooks in force, with the actions that they may name."""

    def __init__(self, actions: dict[str, Action]) -> None:
        self._actions = actions
        self._hooks: list[Hook] = []
        self._lock = threading.Lock()

    def add(self, given: list[dict[str, Any]]) -> None:
        """Adds hooks; an unknown action, key or moment is a ValueError."""
        parsed = [self._parse(item) for item in given]
        with self._lock:
            self._hooks.extend(parsed)

    def fire(self, call: Call, when: str) -> None:
        """Carries out the hooks that are due; one that fails is noted and does not fail the request."""
        if not self._hooks:
            return
        with self._lock:
            due = [hook for hook in self._hooks if hook.due(call, when)]
        for hook in due:
            try:
                self._actions[hook.do["action"]](call, hook.do)
            except Exception as failure:  # the request itself must go on
                hook.error = f"{type(failure).__name__}: {failure}"
                traceback.print_exc(file=sys.stderr)

    def describe(self) -> list[dict[str, Any]]:
        """All hooks, fired or not, with their errors."""
        with self._lock:
            return [dict(vars(hook)) for hook in self._hooks]

    def clear(self) -> None:
        """Forgets all hooks."""
        with self._lock:
            self._hooks.clear()

    def _parse(self, given: dict[str, Any]) -> Hook:
        on, when, do = given["on"], given.get("when", "after"), given["do"]
        unknown = sorted(set(on) - {"service", "operation", "resource", "nth"})
        if unknown:
            raise ValueError(f"unknown hook keys {unknown}")
        if when not in ("before", "after"):
            raise ValueError(f"a hook fires before or after, not {when!r}")
        if do.get("action") not in self._actions:
            raise ValueError(f"unknown action {do.get('action')!r}; known: {sorted(self._actions)}")
        return Hook(on["service"], on["operation"], on.get("resource"), int(on.get("nth", 1)), when, do)
