"""A hosted zone, a small DNS client and a client of the proxy."""

import itertools
import socket
import struct
from typing import Any

from .sim import Sim, eventually

KINDS = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "TXT": 16, "AAAA": 28}
_WORDS = {number: kind for kind, number in KINDS.items()}
_references = itertools.count()


class Zone:
    """example.edu in Route 53."""

    def __init__(self, sim: Sim, name: str = "example.edu") -> None:
        self.sim = sim
        self.client = sim.client("route53")
        made = self.client.create_hosted_zone(Name=name, CallerReference=f"zone-{next(_references)}")
        self.id = made["HostedZone"]["Id"]
        self.last = ""

    def change(self, action: str, name: str, kind: str, *values: str, ttl: int = 60) -> str:
        """Asks for a change; its state."""
        records = {"TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]}
        change = {"Action": action, "ResourceRecordSet": {"Name": name, "Type": kind, **records}}
        made = self.client.change_resource_record_sets(HostedZoneId=self.id, ChangeBatch={"Changes": [change]})
        self.last = made["ChangeInfo"]["Id"]
        return str(made["ChangeInfo"]["Status"])

    def in_sync(self) -> None:
        """Returns once the last change is in sync."""
        eventually(lambda: self.client.get_change(Id=self.last)["ChangeInfo"]["Status"] == "INSYNC")

    def ask(self, name: str, kind: str, stream: bool = False) -> tuple[int, list[tuple[str, str]], list[int]]:
        """Code, answers and their times to live."""
        message = struct.pack("!HHHHHH", 7, 0x0100, 1, 0, 0, 0) + _encoded(name) + struct.pack("!HH", KINDS[kind], 1)
        return _read(_by_tcp(self.sim.dns, message) if stream else _by_udp(self.sim.dns, message))


def connect(sim: Sim, target: str) -> tuple[int, Any]:
    """The proxy's status for CONNECT, with the connection."""
    connection = socket.create_connection(("127.0.0.1", sim.proxy), 10)
    connection.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(1)
        if not part:
            break
        head += part
    return int(head.split(b" ")[1]), connection


def _by_udp(port: int, message: bytes) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.sendto(message, ("127.0.0.1", port))
        return client.recv(4096)


def _by_tcp(port: int, message: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        client.sendall(struct.pack("!H", len(message)) + message)
        data = b""
        while len(data) < 2 or len(data) < 2 + struct.unpack("!H", data[:2])[0]:
            data += client.recv(65536)
        return data[2:]


def _read(message: bytes) -> tuple[int, list[tuple[str, str]], list[int]]:
    _, flags, _, count, _, _ = struct.unpack_from("!HHHHHH", message)
    _, place = _decoded(message, 12)
    place += 4
    found, lives = [], []
    for _ in range(count):
        _, place = _decoded(message, place)
        number, _, life, size = struct.unpack_from("!HHIH", message, place)
        place += 10
        data = message[place : place + size]
        kind = _WORDS[number]
        value = {"A": lambda d: socket.inet_ntoa(d), "TXT": lambda d: d[1:].decode()}.get(
            kind, lambda d: _decoded(d, 0)[0]
        )(data)
        found.append((kind, value))
        lives.append(life)
        place += size
    truncated = bool(flags & 0x0200)
    return (-1 if truncated else flags & 15), found, lives


def _encoded(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def _decoded(message: bytes, place: int) -> tuple[str, int]:
    labels = []
    while message[place]:
        size = message[place]
        labels.append(message[place + 1 : place + 1 + size].decode())
        place += 1 + size
    return ".".join(labels), place + 1
