"""What a pod's spec gives its first container: environment, arguments, mounted files."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .api import Object

#: Finds a Secret or ConfigMap: (kind, namespace, name).
Find = Callable[[str, str, str], Object | None]

_REFERENCE = re.compile(r"\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")


class Missing(Exception):
    """Something that the spec refers to is not there, with kubelet's reason for it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass
class Given:
    """The container's environment, its command line, its files and directories by their paths in the container."""

    env: dict[str, str]
    args: list[str]
    files: dict[str, bytes] = field(default_factory=dict)
    directories: dict[str, Path] = field(default_factory=dict)


def resolve(pod: Object, find: Find, directory_of: Callable[[Object], Path]) -> Given:
    """Resolves the spec; directory_of tells where a volume that keeps data lies. Missing when something is."""
    container = pod["spec"]["containers"][0]
    env = _env(pod, container, find)
    args = [_expand(str(part), env) for part in [*container.get("command", []), *container.get("args", [])]]
    given = Given(env, args)
    volumes = {volume["name"]: volume for volume in pod["spec"].get("volumes", [])}
    for mount in container.get("volumeMounts", []):
        volume = volumes[mount["name"]]
        content = _content(pod, volume, find)
        if content is None:
            if any(kind in volume for kind in ("emptyDir", "persistentVolumeClaim", "hostPath")):
                given.directories[mount["mountPath"]] = directory_of(volume)
        elif "subPath" in mount:
            if mount["subPath"] in content:
                given.files[mount["mountPath"]] = content[mount["subPath"]]
        else:
            given.files |= {f"{mount['mountPath'].rstrip('/')}/{name}": data for name, data in content.items()}
    return given


def _env(pod: Object, container: Object, find: Find) -> dict[str, str]:
    namespace = pod["metadata"]["namespace"]
    env: dict[str, str] = {}
    for source in container.get("envFrom", []):
        for kind, key in (("Secret", "secretRef"), ("ConfigMap", "configMapRef")):
            if key in source:
                data = _data(kind, namespace, source[key], find, "CreateContainerConfigError") or {}
                env |= {f"{source.get('prefix', '')}{name}": _text(value) for name, value in data.items()}
    for one in container.get("env", []):
        if "valueFrom" in one:
            value = _value_from(pod, one["valueFrom"], find)
            if value is not None:
                env[one["name"]] = value
        else:
            env[one["name"]] = _expand(str(one.get("value", "")), env)
    return env


def _value_from(pod: Object, source: Object, find: Find) -> str | None:
    if "fieldRef" in source:
        return field_of(pod, source["fieldRef"]["fieldPath"])
    for kind, key in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
        if key in source:
            reference = source[key]
            data = _data(kind, pod["metadata"]["namespace"], reference, find, "CreateContainerConfigError")
            if data is not None and reference["key"] in data:
                return _text(data[reference["key"]])
            if not reference.get("optional"):
                message = f"couldn't find key {reference['key']} in {kind} {reference['name']}"
                raise Missing("CreateContainerConfigError", message)
    return None


def field_of(pod: Object, path: str) -> str:
    """What the downward API tells under a path such as metadata.name or metadata.labels['app']."""
    match = re.fullmatch(r"metadata\.(labels|annotations)\['(.+)'\]", path)
    if match:
        return str(pod["metadata"].get(match.group(1), {}).get(match.group(2), ""))
    value: Any = pod
    for name in path.split("."):
        value = value.get(name, "") if isinstance(value, dict) else ""
    return str(value)


def _content(pod: Object, volume: Object, find: Find) -> dict[str, bytes] | None:
    """Files of a Secret's or ConfigMap's volume; None for a volume of another kind."""
    for kind, key, name in (("Secret", "secret", "secretName"), ("ConfigMap", "configMap", "name")):
        if key in volume:
            source = volume[key]
            reference = {"name": source[name], "optional": source.get("optional")}
            data = _data(kind, pod["metadata"]["namespace"], reference, find, "ContainerCreating") or {}
            if "items" in source:
                return {item["path"]: data[item["key"]] for item in source["items"] if item["key"] in data}
            return data
    return None


def _data(kind: str, namespace: str, reference: Object, find: Find, reason: str) -> dict[str, bytes] | None:
    found = find(kind, namespace, reference["name"])
    if found is None:
        if reference.get("optional"):
            return None
        raise Missing(reason, f'{kind.lower()} "{reference["name"]}" not found')
    encoded = "data" if kind == "Secret" else "binaryData"
    data = {name: base64.b64decode(value) for name, value in (found.get(encoded) or {}).items()}
    if kind == "ConfigMap":
        data |= {name: str(value).encode() for name, value in (found.get("data") or {}).items()}
    return data


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _expand(text: str, env: dict[str, str]) -> str:
    def value(match: "re.Match[str]") -> str:
        if match.group(0) == "$$":
            return "$"
        return env.get(match.group(1), match.group(0))

    return _REFERENCE.sub(value, text)
