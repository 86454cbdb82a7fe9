"""Injected faults: refused, lost, late and unanswered requests."""

import random
import threading
from dataclasses import dataclass
from typing import Any

from .calls import Call
from .replies import Reply, aws_error

KINDS = ("throttle", "error", "lost-reply", "slow", "timeout")

SLOW_SECONDS = 5.0
TIMEOUT_SECONDS = 70.0


@dataclass
class Fault:
    """One fault and how often it has fired."""

    kind: str
    service: str
    operation: str
    count: int | None
    rate: float | None
    after: int
    seen: int = 0
    fired: int = 0

    @staticmethod
    def parse(given: dict[str, Any]) -> "Fault":
        """Reads a fault; an unknown kind or key is a ValueError."""
        unknown = set(given) - {"kind", "service", "operation", "count", "rate", "after"}
        if unknown:
            raise ValueError(f"unknown fault keys {sorted(unknown)}")
        if given.get("kind") not in KINDS:
            raise ValueError(f"unknown fault kind {given.get('kind')!r}; known: {list(KINDS)}")
        if given.get("count") is not None and given.get("rate") is not None:
            raise ValueError("a fault has a count or a rate, not both")
        rate = given.get("rate")
        count = given.get("count", None if rate is not None else 1)
        return Fault(
            given["kind"],
            given.get("service", "*"),
            given.get("operation", "*"),
            None if count is None else int(count),
            None if rate is None else float(rate),
            int(given.get("after", 0)),
        )

    def strikes(self, call: Call) -> bool:
        """Counts a matching call and tells whether the fault hits it."""
        if self.service not in ("*", call.service) or self.operation not in ("*", call.operation):
            return False
        self.seen += 1
        if self.seen <= self.after or (self.count is not None and self.fired >= self.count):
            return False
        if self.rate is not None and random.uniform(0, 100) >= self.rate:
            return False
        self.fired += 1
        return True

    def describe(self) -> dict[str, Any]:
        """The fault as the admin interface shows it."""
        return dict(vars(self))


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def replace(self, given: list[dict[str, Any]]) -> None:
        """Replaces all faults."""
        parsed = [Fault.parse(fault) for fault in given]
        with self._lock:
            self._faults = parsed

    def describe(self) -> list[dict[str, Any]]:
        """All faults with their counters."""
        with self._lock:
            return [fault.describe() for fault in self._faults]

    def strike(self, call: Call) -> str | None:
        """The kind of the first fault that hits this call; only that one counts it as fired."""
        with self._lock:
            return next((fault.kind for fault in self._faults if fault.strikes(call)), None)


def throttled(call: Call) -> Reply:
    """The refusal of a caller who asks too often."""
    if call.protocol == "ec2":
        return aws_error("ec2", 503, "RequestLimitExceeded", "Request limit exceeded.")
    if call.protocol == "s3":
        return aws_error("s3", 503, "SlowDown", "Please reduce your request rate.")
    if call.protocol in ("query", "rest-xml"):
        return aws_error(call.protocol, 400, "Throttling", "Rate exceeded")
    status = 429 if call.protocol == "rest-json" else 400
    return aws_error(call.protocol, status, "ThrottlingException", "Rate exceeded")


def internal_error(call: Call) -> Reply:
    """AWS's own failure."""
    code = "InternalError" if call.protocol in ("ec2", "s3") else "InternalFailure"
    return aws_error(call.protocol, 500, code, "An internal error has occurred")
