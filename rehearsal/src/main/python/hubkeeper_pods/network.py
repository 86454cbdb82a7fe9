"""The cluster's network as a program meets it: where Services lead, which is the cluster's to know, not the pod's."""

import json
from collections.abc import Iterable
from pathlib import Path

from .api import Object


class Network:
    """Leads names of Services to ports of loopback, by the file that the pod runner keeps."""

    def __init__(self, file: str) -> None:
        self._file = Path(file)

    def behind(self, namespace: str, service: str, port: "int | str") -> int | None:
        """The loopback port of a ready pod behind a Service's port; None while there is none."""
        found = json.loads(self._file.read_text("utf-8"))["services"].get(f"{namespace}/{service}:{port}")
        return None if found is None else int(found)


def selects(service: Object, pod: Object) -> bool:
    """Whether the pod is one of the Service's."""
    selector, metadata = service["spec"].get("selector") or {}, pod["metadata"]
    same = metadata["namespace"] == service["metadata"]["namespace"]
    return same and bool(selector) and selector.items() <= metadata.get("labels", {}).items()


def target_of(port: Object, pod: Object) -> int:
    """The container's port behind a Service's port; 0 if the pod has none of that name."""
    target = port.get("targetPort", port["port"])
    if isinstance(target, int):
        return target
    ports = pod["spec"]["containers"][0].get("ports", [])
    return next((one["containerPort"] for one in ports if one.get("name") == target), 0)


def ways(services: Iterable[Object], ready: "list[tuple[Object, dict[int, int]]]") -> dict[str, int]:
    """Loopback ports by NAMESPACE/SERVICE:PORT, with ports by number and by name."""
    found: dict[str, int] = {}
    for service in services:
        name = f"{service['metadata']['namespace']}/{service['metadata']['name']}"
        for pod, ports in ready:
            for port in service["spec"].get("ports", []) if selects(service, pod) else []:
                outside = ports.get(target_of(port, pod))
                if outside is not None:
                    found.setdefault(f"{name}:{port['port']}", outside)
                    found.setdefault(f"{name}:{port.get('name', '')}", outside)
    return found
