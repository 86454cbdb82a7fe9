"""What a program reads: only what its pod was given."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from .api import Access, Api
from .aws import Aws


class Refused(Exception):
    """The pod lacks something that the program needs, with what it is."""


class Given:
    """A pod's environment, arguments, files, ports and identities."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / "given.json"

    def _now(self) -> dict[str, Any]:
        return dict(json.loads(self._file.read_text("utf-8")))

    @cached_property
    def _first(self) -> dict[str, Any]:
        return self._now()

    @property
    def pod(self) -> dict[str, Any]:
        """The pod's metadata with nodeName."""
        return dict(self._first["pod"])

    @property
    def namespace(self) -> str:
        """The pod's namespace."""
        return str(self._first["pod"]["namespace"])

    @property
    def env(self) -> dict[str, str]:
        """The environment."""
        return dict(self._first["env"])

    @property
    def rehearsal(self) -> dict[str, Any]:
        """The world around the cluster."""
        return dict(self._first["rehearsal"])

    def flag(self, name: str, default: str = "") -> str:
        """A flag such as -name=value or --name=value."""
        for argument in self._first["args"]:
            key, _, value = argument.lstrip("-").partition("=")
            if argument.startswith("-") and key == name:
                return str(value)
        return default

    def port(self, which: "str | int") -> int:
        """The loopback port of a container port, by its name or number."""
        number = self._first["portNames"][which] if isinstance(which, str) else which
        return int(self._first["ports"][str(number)])

    def path(self, place: str) -> Path:
        """Where a path of the container lies."""
        return Path(self._first["root"]) / place.lstrip("/")

    @property
    def kubernetes_files(self) -> dict[str, str] | None:
        """Where the API server is, with the files of authority and token; None without a service account."""
        given: dict[str, str] | None = self._first["kubernetes"]
        return given

    def kubernetes(self) -> Api:
        """The API server, as the pod's service account."""
        given = self.kubernetes_files
        if given is None:
            raise Refused("the pod has no token of its service account")
        return Api(Access(given["endpoint"], given["caFile"], token_file=given["tokenFile"]))

    def aws(self) -> Aws:
        """AWS as the pod's role is now; Refused without one."""
        given = self._now()["aws"]
        if given is None:
            raise Refused("no AWS credentials: the service account has no role")
        if "error" in given:
            raise Refused(f"no AWS credentials: {given['error']}")
        return Aws(given["endpoint"], given["region"], given["key"])
