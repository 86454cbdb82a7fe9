"""Pages with opaque tokens; a page goes on after the last resource shown, also if others have gone meanwhile."""

import base64
import binascii
import hashlib
import itertools
import json
from typing import Any

from .registry import refuse

_numbers = itertools.count(1)
_of_copies: dict[str, int] = {}


def number(resource: Any) -> int:
    """A resource's place in the order of creation; given to it when it is first asked for."""
    if isinstance(resource, dict):  # moto answers some listings with copies
        identity = next(str(value) for key, value in resource.items() if key.lower().endswith("id"))
        return _of_copies.setdefault(identity, next(_numbers))
    known = getattr(resource, "page_number", None)
    if known is None:
        known = resource.page_number = next(_numbers)
    return known


def page(
    resources: list[Any], maximum: int | None, token: str | None, query: Any, smallest: int, largest: int
) -> tuple[list[Any], str | None]:
    """One page of the resources, with the token of the next."""
    digest = hashlib.sha256(json.dumps(query, sort_keys=True, default=str).encode()).hexdigest()[:16]
    if maximum is not None and maximum < smallest:
        refuse("InvalidParameterValue", f"Value ( {maximum} ) for parameter maxResults is invalid.")
    ordered = sorted(resources, key=number)
    if token:
        after = _read(token, digest)
        ordered = [resource for resource in ordered if number(resource) > after]
    size = len(ordered) if maximum is None else min(maximum, largest)
    if token and maximum is None:
        size = largest
    shown = ordered[:size]
    return shown, _write(number(shown[-1]), digest) if len(ordered) > len(shown) else None


def _write(after: int, digest: str) -> str:
    return base64.urlsafe_b64encode(json.dumps({"after": after, "query": digest}).encode()).decode()


def _read(token: str, digest: str) -> int:
    try:
        content = json.loads(base64.urlsafe_b64decode(token.encode()))
        if content["query"] == digest:
            return int(content["after"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        pass
    refuse("InvalidParameterValue", "Unable to parse pagination token")
    raise AssertionError("refuse always raises")
