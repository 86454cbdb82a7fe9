"""The log of every API request, by caller."""

import itertools
import json
import re
import threading
from collections import deque
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TextIO

from .calls import Call, small_params
from .replies import Reply

CAPACITY = 200_000

_EC2_ID = re.compile(
    r"\b(?:vol|snap|i|ami|eni|subnet|vpc|sg|rtb|igw|nat|acl|vpce|eipalloc|eigw|pcx|vgw|lt|fl|dopt|fs|fsmt|fsap)-[0-9a-f]{8,17}\b"
)
_TAG_SETS = re.compile(r"<tagSet>.*?</tagSet>", re.DOTALL)
_ARN = re.compile(r"arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:[\w/:.+=,@-]+")
#: Text in which an id is only mentioned.
_MENTIONS = ("Tags", "TagSpecifications", "tags", "Description", "ClientToken", "UserData", "PolicyDocument", "Body")
_NAME_KEYS = ("name", "clusterName", "nodegroupName", "addonName", "resourceArn", "updateId", "RoleArn")
_NAME_KEYS_LISTED = (
    "LoadBalancerArn",
    "LoadBalancerName",
    "TargetGroupArn",
    "Bucket",
    "Key",
    "RoleName",
    "PolicyArn",
    "OpenIDConnectProviderArn",
    "StackName",
    "AutoScalingGroupName",
    "HostedZoneId",
    "principalArn",
    "policyArn",
    "associationId",
    "namespace",
    "serviceAccount",
    "MountTargetId",
    "fargateProfileName",
    "logGroupName",
    "repositoryName",
    "KeyId",
    "AliasName",
    "ListenerArn",
)


class Journal:
    """A bounded log that is readable while it is written."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=capacity)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._file: TextIO | None = None

    def write_to(self, directory: Path) -> None:
        """Also appends every entry to requests.jsonl in this directory."""
        directory.mkdir(parents=True, exist_ok=True)
        self._file = (directory / "requests.jsonl").open("a", buffering=1, encoding="utf-8")

    def add(self, call: Call, caller: str, session: str | None, reply: Reply | None, error: str | None = None) -> None:
        """Appends a request; without a reply it was left unanswered."""
        entry = {
            "n": 0,
            "at": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "caller": caller,
            "session": session,
            "service": call.service,
            "operation": call.operation,
            "mutating": call.mutating,
            "status": reply.status if reply else None,
            "error": error or (reply.error_code() if reply else None),
            "resources": resources_of(call, reply),
            "params": small_params(call),
        }
        with self._lock:
            entry["n"] = next(self._numbers)
            self._entries.append(entry)
            if self._file:
                self._file.write(json.dumps(entry, default=str) + "\n")

    def read(self, since: int = 0, caller: str | None = None, mutating: bool | None = None) -> list[dict[str, Any]]:
        """The entries with a number above since, oldest first."""
        with self._lock:
            entries = list(self._entries)
        return [
            entry
            for entry in entries
            if entry["n"] > since
            and (caller is None or entry["caller"] == caller)
            and (mutating is None or entry["mutating"] == mutating)
        ]

    def clear(self) -> None:
        """Forgets all entries; the numbers go on."""
        with self._lock:
            self._entries.clear()


def resources_of(call: Call, reply: Reply | None = None) -> list[str]:
    """The ids and names that a call is about, with those that it created."""
    found = dict.fromkeys(_EC2_ID.findall(_text(call.params)))
    for key in _NAME_KEYS + _NAME_KEYS_LISTED:
        value = call.params.get(key)
        if isinstance(value, str):
            found[value] = None
    found.update(dict.fromkeys(_listed_names(call)))
    if reply is not None and reply.ok and call.mutating:
        answered = reply.body[:65536].decode("utf-8", "replace")
        pattern = _EC2_ID if call.service in ("ec2", "elasticfilesystem") else _ARN
        found.update(dict.fromkeys(pattern.findall(_TAG_SETS.sub("", answered))))
    return list(found)[:1000]


def _listed_names(call: Call) -> list[str]:
    """Names that stand in lists: records of a zone, groups that are tagged."""
    changes = (call.params.get("ChangeBatch") or {}).get("Changes") or []
    names = [change.get("ResourceRecordSet", {}).get("Name") for change in changes]
    if call.service == "autoscaling":
        names += [tag.get("ResourceId") for tag in call.params.get("Tags") or [] if isinstance(tag, dict)]
    return [str(name) for name in names if name]


def _text(params: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in params.items() if name not in _MENTIONS}, default=str)
