"""How AWS's refusals are put in front of moto: named rules, each of which can be turned off to test a test."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

from moto.ec2.exceptions import EC2ClientError

Check = Callable[[Any], None]

_NAMES: set[str] = set()
_OFF: set[str] = set()
_CHECKS: dict[tuple[type, str], list[tuple[str, Check]]] = {}


def rule(response_class: type, operation: str, name: str) -> Callable[[Check], Check]:
    """Lets a check of the request refuse an operation before moto sees it."""

    def register(check: Check) -> Check:
        original = getattr(response_class, operation)

        @wraps(original)
        def guarded(self: Any) -> Any:
            if name not in _OFF:
                check(self)
            return original(self)

        setattr(response_class, operation, guarded)
        _NAMES.add(name)
        _CHECKS.setdefault((response_class, operation), []).append((name, check))
        return check

    return register


def check(response_class: type, operation: str, backend: Any, **params: Any) -> None:
    """Applies an operation's rules to a change that a service of AWS makes itself."""
    request = SimpleNamespace(ec2_backend=backend, _get_param=lambda name, default=None: params.get(name, default))
    for name, refusal in _CHECKS.get((response_class, operation), []):
        if name not in _OFF:
            refusal(request)


def names() -> list[str]:
    """The names of all rules."""
    return sorted(_NAMES)


def turn_off(off: list[str]) -> list[str]:
    """Turns exactly these rules off, all others on."""
    unknown = sorted(set(off) - _NAMES)
    if unknown:
        raise ValueError(f"unknown rules {unknown}")
    _OFF.clear()
    _OFF.update(off)
    return sorted(_OFF)


def refuse(code: str, message: str) -> None:
    """Answers with an EC2 error."""
    raise EC2ClientError(code, message)


def refuse_dependent(kind: str, name: str) -> None:
    """AWS's words for a deletion in the wrong order."""
    refuse("DependencyViolation", f"The {kind} '{name}' has dependencies and cannot be deleted.")
