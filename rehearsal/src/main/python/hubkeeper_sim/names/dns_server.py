"""A DNS server on loopback, by UDP and TCP on one port."""

import socket
import struct
import sys
import threading
import traceback

from .resolver import Answer, Resolver
from .wire import LIMIT, SERVER_FAILURE, malformed, read, write

HOST = "127.0.0.1"
_TRIES = 20
_PATIENCE = 10.0


class DnsServer:
    """Bound at once, serving once there is a resolver."""

    def __init__(self) -> None:
        self._datagrams, self._streams = _bound()
        self.port: int = self._datagrams.getsockname()[1]

    def serve(self, resolver: Resolver) -> None:
        """Answers from now on."""
        for task in (self._serve_datagrams, self._serve_streams):
            threading.Thread(target=task, args=(resolver,), name="dns", daemon=True).start()

    def _serve_datagrams(self, resolver: Resolver) -> None:
        while True:
            message, sender = self._datagrams.recvfrom(4096)
            reply = _reply(resolver, message, LIMIT)
            if reply is not None:
                self._datagrams.sendto(reply, sender)

    def _serve_streams(self, resolver: Resolver) -> None:
        while True:
            connection, _ = self._streams.accept()
            threading.Thread(target=_converse, args=(resolver, connection), name="dns tcp", daemon=True).start()


def _converse(resolver: Resolver, connection: socket.socket) -> None:
    with connection:
        connection.settimeout(_PATIENCE)
        try:
            with connection.makefile("rb") as given:
                while len(head := given.read(2)) == 2:
                    reply = _reply(resolver, given.read(struct.unpack("!H", head)[0]), None)
                    if reply is None:
                        return
                    connection.sendall(struct.pack("!H", len(reply)) + reply)
        except OSError:
            return


def _reply(resolver: Resolver, message: bytes, limit: int | None) -> bytes | None:
    query = read(message)
    if query is None:
        return malformed(message)
    try:
        return write(query, resolver.resolve(query.name, query.kind), limit)
    except Exception:  # one record that cannot be written must not silence the server
        traceback.print_exc(file=sys.stderr)
        return write(query, Answer(SERVER_FAILURE), limit)


def _bound() -> tuple[socket.socket, socket.socket]:
    """Both kinds of sockets on the same free port."""
    for _ in range(_TRIES):
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((HOST, 0))
        streams = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            streams.bind(datagrams.getsockname())
            streams.listen(16)
        except OSError:
            datagrams.close()
            streams.close()
            continue
        return datagrams, streams
    raise OSError("no port that is free for UDP and TCP")
