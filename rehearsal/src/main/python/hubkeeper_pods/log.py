"""A pod's log, in the form in which a container runtime writes it and kubectl logs reads it."""

import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import IO


def follow(stream: IO[bytes], file: Path) -> None:
    """Writes each line of a program into the file, in a thread that ends with the program."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(0o600)
    threading.Thread(target=_copy, args=(stream, file), daemon=True).start()


def _copy(stream: IO[bytes], file: Path) -> None:
    with stream, file.open("ab", buffering=0) as log:
        for line in stream:
            moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
            log.write(f"{moment} stdout F ".encode() + line.rstrip(b"\r\n") + b"\n")
