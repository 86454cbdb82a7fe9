"""HTTP replies, and AWS errors in the form of each protocol."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

REQUEST_ID = "00000000-0000-4000-8000-000000000000"

_XML_CODE = re.compile(rb"<Code>([^<]+)</Code>")


@dataclass
class Reply:
    """A complete HTTP reply."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return self.status < 400

    def error_code(self) -> str | None:
        """The AWS error code, or None if the request succeeded."""
        if self.ok:
            return None
        match = _XML_CODE.search(self.body[:4096])
        return match.group(1).decode() if match else self._json_code()

    def _json_code(self) -> str:
        for name, value in self.headers:
            if name.lower() == "x-amzn-errortype":
                return value.split(":")[0].split("#")[-1]
        try:
            content: Any = json.loads(self.body)
            return str(content.get("__type") or content.get("code") or content.get("ErrorCode")).split("#")[-1]
        except (ValueError, AttributeError):
            return str(self.status)


def json_reply(content: Any, status: int = 200) -> Reply:
    """A JSON reply of the admin interface."""
    body = json.dumps(content, default=str).encode()
    return Reply(status, [("Content-Type", "application/json")], body)


def aws_error(protocol: str, status: int, code: str, message: str) -> Reply:
    """An AWS error reply as the protocol (ec2, query, rest-xml, json, rest-json) writes it."""
    if protocol in ("json", "rest-json"):
        return _json_error(protocol, status, code, message)
    if protocol == "smithy-rpc-v2-cbor":
        return _cbor_error(status, code, message)
    fault = "Sender" if status < 500 else "Receiver"
    error = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if protocol == "ec2":
        body = f"<Response><Errors><Error>{error}</Error></Errors><RequestID>{REQUEST_ID}</RequestID></Response>"
    elif protocol == "s3":
        body = f"<Error>{error}<RequestId>{REQUEST_ID}</RequestId></Error>"
    else:
        body = (
            f"<ErrorResponse><Error><Type>{fault}</Type>{error}</Error>"
            f"<RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
        )
    return Reply(status, [("Content-Type", "text/xml;charset=UTF-8")], body.encode())


def _cbor_error(status: int, code: str, message: str) -> Reply:
    body = b"\xa2" + b"".join(map(_cbor, ("__type", code, "message", message)))
    headers = [("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor"), ("x-amzn-ErrorType", code)]
    return Reply(status, headers, body)


def _cbor(text: str) -> bytes:
    """A text with its length in two bytes."""
    return b"\x79" + len(text.encode()).to_bytes(2, "big") + text.encode()


def _json_error(protocol: str, status: int, code: str, message: str) -> Reply:
    kind = "application/json" if protocol == "rest-json" else "application/x-amz-json-1.1"
    body = json.dumps({"__type": code, "message": message}).encode()
    return Reply(status, [("Content-Type", kind), ("x-amzn-ErrorType", code)], body)
