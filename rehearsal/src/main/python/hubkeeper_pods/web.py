"""A small HTTP server for programs."""

import base64
import json
import logging
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOG = logging.getLogger(__name__)


class Request:
    """A request as programs see it."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.method = handler.command
        self.target = handler.path
        url = urlsplit(handler.path)
        self.path = url.path
        self.query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.headers = handler.headers
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))

    def json(self) -> Any:
        """The body as JSON; an empty one is an empty object."""
        return json.loads(self.body or b"{}")

    def basic(self) -> tuple[str, str] | None:
        """User and password of HTTP's basic authentication."""
        kind, _, encoded = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "basic":
            return None
        try:
            user, _, password = base64.b64decode(encoded).decode("utf-8").partition(":")
        except ValueError:
            return None
        return user, password


class Reply:
    """An answer."""

    def __init__(self, status: int, body: Any = b"", headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.headers = dict(headers or {})
        if isinstance(body, bytes):
            self.body = body
        elif isinstance(body, str):
            self.body = body.encode()
            self.headers.setdefault("Content-Type", "text/plain; charset=utf-8")
        else:
            self.body = json.dumps(body).encode()
            self.headers.setdefault("Content-Type", "application/json")


Answer = Callable[[Request], Reply]


def serve(port: int, answer: Answer, context: ssl.SSLContext | None = None) -> ThreadingHTTPServer:
    """Serves on loopback in threads of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def _any(self) -> None:
            try:
                reply = answer(Request(self))
            except Exception:  # the client shall see a failure, the log its reason
                LOG.exception("%s %s", self.command, self.path)
                reply = Reply(500, {"message": "Internal Server Error"})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _any  # noqa: N815

        def setup(self) -> None:
            if context is not None:
                # Here, in the connection's own thread: a client that says nothing must not hold up the others.
                self.request.settimeout(self.timeout)
                self.request = context.wrap_socket(self.request, server_side=True)
            super().setup()

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base's name
            headers = getattr(self, "headers", None)  # none when a request could not be read
            if headers is None or not headers.get("User-Agent", "").startswith("kube-probe/"):
                LOG.info(format, *arguments)

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: Any, client_address: Any) -> None:
            LOG.debug("connection of %s broke", client_address, exc_info=True)

    server = Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, name=f"port {port}", daemon=True).start()
    return server
