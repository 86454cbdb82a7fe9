"""DNS messages: one question in, one answer out (RFC 1035)."""

import socket
import struct
from dataclasses import dataclass

from .resolver import Answer, Record

KINDS = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 16: "TXT", 28: "AAAA", 33: "SRV", 255: "ANY"}
_NUMBERS = {kind: number for number, kind in KINDS.items()}
_HEADER = struct.Struct("!HHHHHH")
_RESPONSE, _AUTHORITATIVE, _TRUNCATED, _WANTED, _AVAILABLE = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080
FORMAT_ERROR, SERVER_FAILURE = 1, 2
#: What fits into a datagram of a client that does not say more.
LIMIT = 512


@dataclass(frozen=True)
class Query:
    """A question, with what an answer has to repeat."""

    identity: int
    flags: int
    question: bytes
    name: str
    kind: str


def read(message: bytes) -> Query | None:
    """The question of a message, or None if it has not exactly one."""
    if len(message) < _HEADER.size:
        return None
    identity, flags, questions, _, _, _ = _HEADER.unpack_from(message)
    if flags & _RESPONSE or questions != 1:
        return None
    labels, place = [], _HEADER.size
    while place < len(message) and message[place]:
        size = message[place]
        if size > 63 or place + size >= len(message):
            return None
        labels.append(message[place + 1 : place + 1 + size].decode("ascii", "replace"))
        place += 1 + size
    if place + 5 > len(message):
        return None
    number, _ = struct.unpack_from("!HH", message, place + 1)
    kind = KINDS.get(number, str(number))
    return Query(identity, flags, message[_HEADER.size : place + 5], ".".join(labels), kind)


def write(query: Query, answer: Answer, limit: int | None) -> bytes:
    """The answer; one that does not fit says so, and the client asks again by TCP."""
    records = [_record(one) for one in answer.records]
    authority = [_record(one) for one in answer.authority]
    flags = _RESPONSE | _AUTHORITATIVE | _AVAILABLE | (query.flags & _WANTED) | answer.code
    body = query.question + b"".join(records) + b"".join(authority)
    if limit is not None and _HEADER.size + len(body) > limit:
        return _HEADER.pack(query.identity, flags | _TRUNCATED, 1, 0, 0, 0) + query.question
    return _HEADER.pack(query.identity, flags, 1, len(records), len(authority), 0) + body


def malformed(message: bytes) -> bytes | None:
    """What to say to something that is no question."""
    if len(message) < 2:
        return None
    return message[:2] + struct.pack("!HHHHH", _RESPONSE | FORMAT_ERROR, 0, 0, 0, 0)


def _record(one: Record) -> bytes:
    data = _data(one)
    return _name(one.name) + struct.pack("!HHIH", _NUMBERS[one.kind], 1, one.ttl, len(data)) + data


def _data(one: Record) -> bytes:
    if one.kind == "A":
        return socket.inet_aton(one.value)
    if one.kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, one.value)
    if one.kind in ("CNAME", "NS"):
        return _name(one.value)
    if one.kind == "SOA":
        primary, mail, *numbers = one.value.split()
        return _name(primary) + _name(mail) + struct.pack("!IIIII", *(int(number) for number in numbers))
    text = one.value.strip('"').encode()
    return b"".join(bytes([len(part)]) + part for part in (text[i : i + 255] for i in range(0, len(text), 255)))


def _name(name: str) -> bytes:
    labels = [label.encode("ascii", "replace") for label in name.rstrip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
