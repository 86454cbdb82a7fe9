"""Client tokens: the same request twice makes one object."""

import hashlib
import json
import threading
from typing import Any

from .calls import Call
from .replies import Reply, aws_error

#: Names of token parameters; EFS is absent because its creates answer ...AlreadyExists instead.
_TOKEN_NAMES = ("ClientToken", "clientRequestToken", "clientToken")
_SERVICES = ("ec2", "eks", "autoscaling")


class ClientTokens:
    """Remembers the replies to requests that carried a client token."""

    def __init__(self) -> None:
        self._replies: dict[tuple[str, ...], tuple[str, Reply]] = {}
        self._lock = threading.Lock()

    def earlier(self, call: Call, account: str) -> Reply | None:
        """The reply to the same request before, or the refusal of a reused token."""
        key = _key(call, account)
        with self._lock:
            known = self._replies.get(key) if key else None
        if known is None:
            return None
        digest, reply = known
        return reply if digest == _digest(call.params) else _mismatch(call)

    def remember(self, call: Call, account: str, reply: Reply) -> None:
        """Keeps a successful reply."""
        key = _key(call, account)
        if key and reply.ok:
            with self._lock:
                self._replies[key] = (_digest(call.params), reply)

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._replies.clear()


def _token(params: dict[str, Any]) -> str | None:
    return next((str(params[name]) for name in _TOKEN_NAMES if params.get(name)), None)


def _key(call: Call, account: str) -> tuple[str, ...] | None:
    token = _token(call.params) if call.service in _SERVICES and call.mutating else None
    return (account, call.region, call.service, call.operation, token) if token else None


def _digest(params: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(params, sort_keys=True, default=str).encode()).hexdigest()


def _mismatch(call: Call) -> Reply:
    message = "The client token was used before with different parameters."
    if call.service == "eks":
        return aws_error(call.protocol, 400, "InvalidParameterException", message)
    return aws_error(call.protocol, 400, "IdempotentParameterMismatch", message)
