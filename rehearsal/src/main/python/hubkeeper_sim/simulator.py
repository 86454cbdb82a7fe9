"""The path of a request: latency, faults, permissions, hooks, client tokens, moto, log."""

import random
import select
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from . import actions, faults, stacks
from .answers import answer
from .callers import CURRENT, UNREGISTERED, Caller, Callers, refusal
from .calls import Call, Environ, read_call
from .clock import TIMELINE
from .cloud.controller import CloudController
from .failures import FAILURES
from .faults import Faults
from .hooks import Hooks
from .journal import Journal
from .kubernetes import KubernetesClusters
from .names.balancers import Balancers
from .names.elsewhere import Elsewhere
from .quotas import QUOTAS
from .replies import Reply, aws_error
from .tokenreview import TokenReviews
from .tokens import ClientTokens

DEFAULT_ACCOUNT = "123456789012"


class Simulator:
    """Everything that the simulated AWS remembers besides moto's resources, and the way of a request through it."""

    def __init__(self, latency: tuple[float, float] = (0.0, 0.0), state_dir: Path | None = None) -> None:
        self.latency = latency
        self.account = DEFAULT_ACCOUNT
        self.journal = Journal()
        self.faults = Faults()
        self.callers = Callers()
        self.tokens = ClientTokens()
        self.kubernetes = KubernetesClusters()
        self.balancers = Balancers()
        self.elsewhere = Elsewhere()
        self.reviews = TokenReviews(self.callers, self.kubernetes)
        #: moto's models are not safe for threads, and services use each other's: one lock for all of them.
        self.lock = threading.RLock()
        self.cloud = CloudController(self)
        self.hooks = Hooks(actions.all_actions(self))
        self._moto = DomainDispatcherApplication(create_backend_app)
        if state_dir is not None:
            self.journal.write_to(state_dir)

    def reset(self) -> None:
        """Back to the state after the start; the log is kept."""
        from moto.moto_api._internal.models import moto_api_backend

        with self.lock:
            self.faults.replace([])
            for part in (self.callers, self.tokens, self.hooks, self.kubernetes, self.reviews):
                part.clear()
            for names in (self.balancers, self.elsewhere):
                names.clear()
            FAILURES.replace([])
            QUOTAS.replace({})
            TIMELINE.reset()
            moto_api_backend.reset()
            self.account = DEFAULT_ACCOUNT
        self.cloud.follow()

    @staticmethod
    def settle() -> None:
        """Lets what is due happen; whoever calls it holds the lock."""
        TIMELINE.settle()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serves an AWS request."""
        call = read_call(environ)
        if call is None:
            reply = aws_error("query", 403, "MissingAuthenticationToken", "Request is missing Authentication Token")
        else:
            reply = self._serve(call)
        return send(reply, start_response)

    def _serve(self, call: Call) -> Reply:
        if self.latency[1] > 0:
            time.sleep(random.uniform(*self.latency))
        caller = self.callers.by_key(call.access_key)
        fault = self.faults.strike(call)
        if fault == "timeout":
            self._log(call, caller, None, "timeout")
            wait_for_hangup(call.environ.get("werkzeug.socket"), faults.TIMEOUT_SECONDS)
            raise ConnectionError("left unanswered as a fault asked for")
        if fault == "slow":
            time.sleep(faults.SLOW_SECONDS)
        reply = self._refuse(call, caller, fault) or self._carry_out(call, caller)
        self._log(call, caller, reply, "lost-reply" if fault == "lost-reply" else None)
        if fault == "lost-reply":
            drop(call.environ.get("werkzeug.socket"))
            raise ConnectionError("reply lost as a fault asked for")
        return reply

    def _refuse(self, call: Call, caller: Caller | None, fault: str | None) -> Reply | None:
        if fault == "throttle":
            return faults.throttled(call)
        if fault == "error":
            return faults.internal_error(call)
        with self.lock:
            refused = refusal(caller, call)
        if refused is None and call.protocol == "ec2" and call.dry_run:
            message = "Request would have succeeded, but DryRun flag is set."
            return aws_error("ec2", 412, "DryRunOperation", message)
        return refused

    def _carry_out(self, call: Call, caller: Caller | None) -> Reply:
        self.hooks.fire(call, "before")
        account = caller.account if caller else self.account
        with self.lock:
            TIMELINE.settle()
            reply = self.tokens.earlier(call, account)
            if reply is None:
                reply = self._dispatch(call, caller, account)
                self.tokens.remember(call, account, reply)
        if reply.ok:
            self.hooks.fire(call, "after")
            if call.operation.startswith("AssumeRole"):
                self.callers.note_assumed_role(caller, call, reply)
        return reply

    def _dispatch(self, call: Call, caller: Caller | None, account: str) -> Reply:
        if caller and call.service == "sts" and call.operation == "GetCallerIdentity":
            return caller_identity(caller)
        own = answer(self, call, account)
        if own is not None:
            return own
        if call.service == "cloudformation":
            stacks.install()
        CURRENT.caller, CURRENT.token = caller, call.params.get("ClientRequestToken")
        environ = call.fresh_environ()
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
        head: list[Any] = []
        try:
            chunks = self._moto(environ, lambda status, headers, exc_info=None: head.extend([status, headers]))
            body = b"".join(chunks)
        except Exception:  # moto lacks an operation or fails on it: the caller gets AWS's 500, stderr the reason
            traceback.print_exc(file=sys.stderr)
            return faults.internal_error(call)
        headers = [(name, value) for name, value in head[1] if name.lower() != "content-length"]
        return Reply(int(head[0].split()[0]), headers, body)

    def _log(self, call: Call, caller: Caller | None, reply: Reply | None, error: str | None) -> None:
        session = (caller.session if caller else None) or call.session
        self.journal.add(call, caller.name if caller else UNREGISTERED, session, reply, error)


def caller_identity(caller: Caller) -> Reply:
    """What GetCallerIdentity answers a registered caller."""
    body = (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        f"<Arn>{caller.arn}</Arn><UserId>{caller.access_key}</UserId><Account>{caller.account}</Account>"
        "</GetCallerIdentityResult><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId>"
        "</ResponseMetadata></GetCallerIdentityResponse>"
    )
    return Reply(200, [("Content-Type", "text/xml")], body.encode())


def send(reply: Reply, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Writes a reply by WSGI."""
    headers = [*reply.headers, ("Content-Length", str(len(reply.body)))]
    start_response(f"{reply.status} {'OK' if reply.ok else 'Error'}", headers)
    return [reply.body]


def drop(connection: socket.socket | None) -> None:
    """Breaks the connection without a reply."""
    if connection is not None:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def wait_for_hangup(connection: socket.socket | None, seconds: float) -> None:
    """Waits until the client hangs up, but not longer than this; then breaks the connection."""
    end = time.monotonic() + seconds
    while connection is not None and time.monotonic() < end:
        readable, _, _ = select.select([connection], [], [], 0.2)
        if readable and not connection.recv(1, socket.MSG_PEEK):
            break
    drop(connection)
