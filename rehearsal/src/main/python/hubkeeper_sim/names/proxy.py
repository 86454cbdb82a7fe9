"""A proxy for HTTPS that leads names of the world to where they are served, and nowhere else."""

import select
import socket
import threading

from .balancers import Balancers
from .resolver import Resolver

HOST = "127.0.0.1"
_PATIENCE = 10.0
_IDLE_SECONDS = 300.0


class Proxy:
    """Bound at once, serving once there is a resolver."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind((HOST, 0))
        self._socket.listen(64)
        self.port: int = self._socket.getsockname()[1]

    def serve(self, resolver: Resolver, balancers: Balancers) -> None:
        """Takes connections from now on."""
        threading.Thread(target=self._accept, args=(resolver, balancers), name="proxy", daemon=True).start()

    def _accept(self, resolver: Resolver, balancers: Balancers) -> None:
        while True:
            client, _ = self._socket.accept()
            arguments = (client, resolver, balancers)
            threading.Thread(target=_serve, args=arguments, name="proxy tunnel", daemon=True).start()


def _serve(client: socket.socket, resolver: Resolver, balancers: Balancers) -> None:
    with client:
        client.settimeout(_PATIENCE)
        try:
            method, target = _request(client)
            host, _, port = target.rpartition(":")
            if method != "CONNECT" or not port.isdigit():
                _refuse(client, 405, "Method Not Allowed", "only CONNECT is served here")
                return
            reached, reason = _reach(host.strip("[]"), int(port), resolver, balancers)
            if reached is None:
                _refuse(client, 502, "Bad Gateway", reason)
                return
            with reached:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                _tunnel(client, reached)
        except OSError:
            return


def _request(client: socket.socket) -> tuple[str, str]:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 16384:
        part = client.recv(4096)
        if not part:
            raise ConnectionError("hung up before the request was complete")
        head += part
    words = head.split(b"\r\n")[0].decode("latin-1").split(" ")
    return (words[0], words[1]) if len(words) == 3 else ("", "")


def _reach(host: str, port: int, resolver: Resolver, balancers: Balancers) -> tuple[socket.socket | None, str]:
    balancer = resolver.balancer_behind(host)
    target = balancers.target(balancer) if balancer else None
    if target is None:
        return None, f"{host} does not lead to a load balancer"
    if port not in target.ports:
        return None, f"the load balancer of {target.key} does not listen on {port}"
    backend = balancers.ports().get(target.key)
    if backend is None:
        return None, f"nothing runs behind {target.key}"
    try:
        return socket.create_connection((HOST, backend), _PATIENCE), ""
    except OSError as failure:
        return None, f"what runs behind {target.key} does not answer: {failure}"


def _refuse(client: socket.socket, status: int, words: str, reason: str) -> None:
    body = (reason + "\n").encode()
    head = f"HTTP/1.1 {status} {words}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n"
    client.sendall(head.encode() + b"Connection: close\r\n\r\n" + body)


def _tunnel(client: socket.socket, server: socket.socket) -> None:
    other = {client: server, server: client}
    for one in other:
        one.settimeout(None)
    while True:
        readable, _, _ = select.select(list(other), [], [], _IDLE_SECONDS)
        if not readable:
            return
        for one in readable:
            data = one.recv(65536)
            if not data:
                return
            other[one].sendall(data)
