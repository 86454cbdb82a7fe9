"""Passes a request on to another program on loopback."""

import http.client

from .web import Reply, Request

#: Headers that concern one connection only.
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "te", "trailer"}


def forward(request: Request, port: int, more: dict[str, str]) -> Reply:
    """The answer of the program on that port; 502 when it does not answer."""
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(request.method, request.target, request.body or None, {**headers, **more})
        response = connection.getresponse()
        body = response.read()
        kept = {name: value for name, value in response.getheaders() if name.lower() not in _HOP}
        return Reply(response.status, body, kept)
    except (OSError, http.client.HTTPException) as broken:
        return Reply(502, f"502 Bad Gateway: {broken}\n")
    finally:
        connection.close()
