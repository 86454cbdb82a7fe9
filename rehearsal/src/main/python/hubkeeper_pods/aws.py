"""A small client of the simulated AWS: it says who asks, but does not sign, for nobody verifies it there."""

import http.client
import json
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

PREFIX = "/_hubkeeper/"


class AwsError(Exception):
    """A refusal, with AWS's code for it."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.status, self.code = status, code


@dataclass(frozen=True)
class Aws:
    """An endpoint with a region and an access key."""

    endpoint: str
    region: str
    key: str

    def query(self, service: str, version: str, action: str, **parameters: str) -> ElementTree.Element:
        """A call of the query protocol; the answer without namespaces."""
        body = urlencode({"Action": action, "Version": version, **parameters}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return _plain(self.send(service, "POST", "/", body, headers))

    def pages(self, service: str, version: str, action: str, **parameters: str) -> Iterator[ElementTree.Element]:
        """The same for a listing, page by page."""
        while True:
            answer = self.query(service, version, action, **parameters)
            yield answer
            token = answer.findtext(".//NextToken")
            if not token:
                return
            parameters["NextToken"] = token

    def json(self, service: str, method: str, path: str, **query: str) -> Any:
        """A call of the REST-JSON protocol."""
        return json.loads(self.send(service, method, path + (f"?{urlencode(query)}" if query else ""), None, {}))

    def send(self, service: str, method: str, target: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        """Any request; fails with AWS's code unless it succeeded."""
        return self._exchange(service, method, target, body, headers)[1]

    def _exchange(
        self, service: str, method: str, target: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[Message, bytes]:
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        scope = f"{self.key}/{now[:8]}/{self.region}/{service}/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
        everything = {**headers, "Authorization": authorization, "X-Amz-Date": now, "User-Agent": "rehearsal-pods"}
        status, answered, text = _exchange(self.endpoint, method, target, body, everything)
        if status >= 300:
            raise _failure(status, text, f"{method} {target.partition('?')[0]}")
        return answered, text

    def put_object(self, bucket: str, key: str, body: bytes, kind: str) -> None:
        """Writes an object."""
        self.send("s3", "PUT", _object(bucket, key), body, {"Content-Type": kind})

    def bucket_region(self, bucket: str) -> str:
        """The bucket's region, by HeadBucket; fails unless it is there and may be listed."""
        headers, _ = self._exchange("s3", "HEAD", f"/{quote(bucket)}", None, {})
        return str(headers.get("x-amz-bucket-region") or self.region)

    def delete_object(self, bucket: str, key: str) -> None:
        """Removes an object."""
        self.send("s3", "DELETE", _object(bucket, key), None, {})

    def object_url(self, bucket: str, key: str) -> str:
        """A pre-signed address of an object, for ten minutes."""
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.key}/{now[:8]}/{self.region}/s3/aws4_request",
            "X-Amz-Date": now,
            "X-Amz-Expires": "600",
            "X-Amz-SignedHeaders": "host",
            "X-Amz-Signature": "0" * 64,
        }
        return f"{self.endpoint.rstrip('/')}{_object(bucket, key)}?{urlencode(query)}"


def admin(endpoint: str, method: str, path: str, body: Any = None) -> Any:
    """A call of the simulator's admin interface."""
    payload = None if body is None else json.dumps(body).encode()
    status, _, text = _exchange(endpoint, method, PREFIX + path, payload, {"Content-Type": "application/json"})
    if status != 200:
        raise AwsError(status, "Admin", text[:500].decode("utf-8", "replace"))
    return json.loads(text)


def _exchange(
    endpoint: str, method: str, target: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, Message, bytes]:
    url = urlsplit(endpoint)
    connection = http.client.HTTPConnection(str(url.hostname), url.port or 80, timeout=30)
    try:
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def _object(bucket: str, key: str) -> str:
    return f"/{quote(bucket)}/{quote(key)}"


def _plain(text: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _failure(status: int, text: bytes, what: str) -> AwsError:
    try:
        given = json.loads(text)
        code = str(given.get("__type") or given.get("code") or status).rpartition("#")[2]
        return AwsError(status, code, str(given.get("message") or given.get("Message") or ""))
    except ValueError:
        pass
    try:
        root = _plain(text)
        return AwsError(status, root.findtext(".//Code") or str(status), root.findtext(".//Message") or "")
    except ElementTree.ParseError:
        # The answer to HEAD has no body.
        return AwsError(status, {403: "AccessDenied", 404: "NoSuchBucket"}.get(status, str(status)), what)
