"""The directory through which a pod's program gets what the pod's spec gives it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from .spec import Given


class Directory:
    """Files of one pod: root/ is what the container would see, given.json the rest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written: dict[Path, bytes] = {}

    @property
    def root(self) -> Path:
        """Where the container's own paths lie."""
        return self.path / "root"

    def volume(self, name: str) -> Path:
        """A directory that lives as long as the pod."""
        return _made(self.path / "volumes" / name)

    def write(self, given: Given, rest: dict[str, Any]) -> None:
        """Makes the files as they should be; what has not changed is not touched."""
        for place, target in given.directories.items():
            self._link(self._inside(place), target)
        wanted = {self._inside(place): data for place, data in given.files.items()}
        everything = {**rest, "env": given.env, "args": given.args, "root": str(self.root)}
        wanted[self.path / "given.json"] = json.dumps(everything, indent=1, sort_keys=True).encode()
        for path in set(self._written) - set(wanted):
            path.unlink(missing_ok=True)
        for path, data in wanted.items():
            if self._written.get(path) != data:
                _write(path, data)
        self._written = wanted

    def remove(self) -> None:
        """Takes all of it away; volumes of claims lie elsewhere and stay."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _inside(self, place: str) -> Path:
        return self.root / place.lstrip("/")

    def _link(self, link: Path, target: Path) -> None:
        if link.is_symlink() and Path(os.readlink(link)) == target:
            return
        _made(link.parent)
        if link.is_symlink():
            link.unlink()
        link.symlink_to(target)


def _write(path: Path, data: bytes) -> None:
    _made(path.parent)
    partial = path.with_name(f".{path.name}.part")
    # Secrets are among them.
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
    partial.replace(path)


def _made(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
