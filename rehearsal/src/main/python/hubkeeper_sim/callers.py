"""Registered callers: who signs with which key, what they may do, whose key has expired."""

import re
import threading
from dataclasses import dataclass, replace
from typing import Any

from .calls import Call
from .demands import Demand, demands_of
from .policy import Policy
from .replies import Reply, aws_error

UNREGISTERED = "unregistered"

#: Who makes the request that this thread is serving, attribute caller, and its token, if it is of CloudFormation.
CURRENT = threading.local()

_ARN = re.compile(r"arn:aws[\w-]*:(?:iam|sts)::(\d{12}):.+")
_ROLE = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role(?P<path>/(?:[^/]+/)*)(?P<name>[^/]+)")
_ASSUMED_ROLE = re.compile(r"arn:aws[\w-]*:sts::(?P<account>\d{12}):assumed-role/(?P<name>[^/]+)/.+")
_ASSUMED = re.compile(
    r"<AccessKeyId>(?P<key>\w+)</AccessKeyId>.*<Arn>(?P<arn>[^<]+)</Arn>"
    r"|<Arn>(?P<arn2>[^<]+)</Arn>.*<AccessKeyId>(?P<key2>\w+)</AccessKeyId>",
    re.DOTALL,
)


@dataclass(frozen=True)
class Caller:
    """One registered key; the secret, if given, lets the token webhook verify signatures."""

    access_key: str
    name: str
    arn: str
    policy: Policy | None = None
    expired: bool = False
    session: str | None = None
    secret: str | None = None

    @property
    def account(self) -> str:
        """The account in the ARN."""
        match = _ARN.fullmatch(self.arn)
        return match.group(1) if match else ""


class Callers:
    """The registry of callers."""

    def __init__(self) -> None:
        self._by_key: dict[str, Caller] = {}
        self._lock = threading.Lock()

    def register(self, given: list[dict[str, Any]]) -> None:
        """Adds or replaces callers; nothing is changed if one of them is not understood."""
        parsed = [_parse(item) for item in given]
        with self._lock:
            self._by_key.update({caller.access_key: caller for caller in parsed})

    def arns(self) -> list[str]:
        """Who is registered."""
        with self._lock:
            return [caller.arn for caller in self._by_key.values()]

    def by_key(self, access_key: str) -> Caller | None:
        """The caller with this key, or None."""
        return self._by_key.get(access_key)

    def note_assumed_role(self, caller: Caller | None, call: Call, reply: Reply) -> None:
        """Registers the temporary key that an AssumeRole answered, with the permissions of who asked for it."""
        match = _ASSUMED.search(reply.body.decode("utf-8", "replace"))
        if not reply.ok or not match:
            return
        key, arn = match.group("key") or match.group("key2"), match.group("arn") or match.group("arn2")
        asking = caller or Caller("", UNREGISTERED, arn)
        ensure_role(str(call.params.get("RoleArn")))
        session = str(call.params.get("RoleSessionName"))
        with self._lock:
            self._by_key[key] = replace(asking, access_key=key, arn=arn, session=session, secret=None)

    def clear(self) -> None:
        """Forgets all callers."""
        with self._lock:
            self._by_key.clear()


def ensure_role(arn: str) -> None:
    """A role that somebody acts as exists in IAM too."""
    from moto.iam.models import iam_backends

    match = _ROLE.fullmatch(arn) or _ASSUMED_ROLE.fullmatch(arn)
    if match is None:
        return
    account, path, name = match.group("account"), match.groupdict().get("path") or "/", match.group("name")
    iam = iam_backends[account]["aws"]
    if not any(role.name == name for role in iam.roles.values()):
        iam.create_role(name, "{}", path, "", "", [], "3600")


def _parse(given: dict[str, Any]) -> Caller:
    unknown = set(given) - {"accessKeyId", "secretAccessKey", "name", "arn", "policy", "expired"}
    if unknown:
        raise ValueError(f"unknown caller keys {sorted(unknown)}")
    if not _ARN.fullmatch(given["arn"]):
        raise ValueError(f"malformed ARN {given['arn']!r}")
    document = given.get("policy")
    policy = None if document is None else Policy(document)
    return Caller(
        given["accessKeyId"],
        given["name"],
        given["arn"],
        policy,
        bool(given.get("expired")),
        secret=given.get("secretAccessKey"),
    )


def refusal(caller: Caller | None, call: Call) -> Reply | None:
    """The reply to a caller whose key has expired or who lacks a permission, else None."""
    if caller is None:
        return None
    if caller.expired:
        return _expired(call)
    if caller.policy is None:
        return None
    for demand in demands_of(call, caller.account):
        verdict = caller.policy.verdict(demand.action, demand.resource, demand.context)
        if verdict != "allow":
            return _denied(call, caller, demand, verdict)
    return None


def _expired(call: Call) -> Reply:
    if call.protocol == "ec2":
        return aws_error("ec2", 400, "RequestExpired", "Request has expired.")
    message = "The security token included in the request is expired"
    if call.protocol in ("json", "rest-json"):
        return aws_error(call.protocol, 403 if call.protocol == "rest-json" else 400, "ExpiredTokenException", message)
    return aws_error(call.protocol, 400 if call.protocol == "s3" else 403, "ExpiredToken", message)


def _denied(call: Call, caller: Caller, demand: Demand, verdict: str) -> Reply:
    text = f"User: {caller.arn} is not authorized to perform: {demand.action} on resource: {demand.resource} {verdict}"
    if call.protocol == "ec2":
        text = f"You are not authorized to perform this operation. {text}"
        return aws_error("ec2", 403, "UnauthorizedOperation", text)
    if call.protocol in ("json", "rest-json"):
        return aws_error(call.protocol, 403 if call.protocol == "rest-json" else 400, "AccessDeniedException", text)
    return aws_error(call.protocol, 403, "AccessDenied", text)
