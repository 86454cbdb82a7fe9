"""EC2's filters: wildcards in values, unknown names refused."""

import re
from collections.abc import Callable
from typing import Any

from .registry import refuse

Reader = Callable[[Any], Any]


def tags_of(resource: Any) -> dict[str, str]:
    """A resource's tags."""
    return resource.ec2_backend.tags.get(resource.id) or {}


def select(resources: list[Any], filters: list[dict[str, Any]], readers: dict[str, Reader]) -> list[Any]:
    """The resources that pass all filters, in their order."""
    for given in filters:
        name, values = str(given.get("Name")), [str(value) for value in given.get("Values", [])]
        read = _reader(name, readers)
        accepts = _matcher(values)
        resources = [resource for resource in resources if accepts(read(resource))]
    return resources


def _reader(name: str, readers: dict[str, Reader]) -> Reader:
    if name.startswith("tag:"):
        key = name.removeprefix("tag:")
        return lambda resource: tags_of(resource).get(key)
    if name == "tag-key":
        return lambda resource: list(tags_of(resource))
    if name not in readers:
        refuse("InvalidParameterValue", f"The filter '{name}' is invalid")
    return readers[name]


def _matcher(values: list[str]) -> Callable[[Any], bool]:
    exact = {value for value in values if not re.search(r"[*?\\]", value)}
    patterns = [re.compile(_regex(value), re.DOTALL) for value in values if value not in exact]

    def accepts(found: Any) -> bool:
        texts = found if isinstance(found, list) else [] if found is None else [found]
        return any(text in exact or any(p.fullmatch(text) for p in patterns) for text in map(_text, texts))

    return accepts


def _regex(value: str) -> str:
    parts = re.findall(r"\\.|.", value, re.DOTALL)
    wild = {"*": ".*", "?": "."}
    return "".join(wild.get(part) or re.escape(part[-1]) for part in parts)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
