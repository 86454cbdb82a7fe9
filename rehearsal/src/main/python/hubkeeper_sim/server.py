"""The HTTP server: listens first, loads moto behind a gate, so that it is ready at once."""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

HOST = "127.0.0.1"

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class QuietHandler(WSGIRequestHandler):
    """A handler that keeps connections open, sends at once and prints nothing."""

    disable_nagle_algorithm = True
    wbufsize = 65536

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are in the journal."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Only failures are worth a line."""
        if type == "error":
            print(message % args, file=sys.stderr)


class Gate:
    """Holds requests until the application has been loaded."""

    def __init__(self, load: Callable[[], Application]) -> None:
        self._load = load
        self._application: Application | None = None
        self._loaded = threading.Event()
        threading.Thread(target=self._open, name="load", daemon=True).start()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serves a request as soon as it can."""
        self._loaded.wait()
        if self._application is None:
            raise RuntimeError("the simulator could not be loaded")
        return self._application(environ, start_response)

    def _open(self) -> None:
        try:
            self._application = self._load()
        except BaseException:  # without its application the process is of no use
            traceback.print_exc(file=sys.stderr)
            os._exit(3)
        finally:
            self._loaded.set()


def serve(
    load: Callable[[], Application], port: int, ready_file: Path | None, exit_on_eof: bool, ports: dict[str, int]
) -> None:
    """Serves until the process is ended; tells of other ports that are served besides."""
    server = make_server(HOST, port, Gate(load), threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    if exit_on_eof:
        threading.Thread(target=_exit_on_eof, name="stdin", daemon=True).start()
    _announce(server, ready_file, ports)
    server.serve_forever()


def _announce(server: BaseWSGIServer, ready_file: Path | None, ports: dict[str, int]) -> None:
    line = json.dumps({"port": server.server_port, "pid": os.getpid(), **ports})
    if ready_file is not None:
        partial = ready_file.with_name(f"{ready_file.name}.{os.getpid()}.part")
        partial.write_text(line + "\n", encoding="utf-8")
        partial.replace(ready_file)
    print(line, flush=True)


def _exit_on_eof() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)
