"""How the API server of a cluster looks at its version: what it says of itself, serves, and was asked for."""

from types import SimpleNamespace
from typing import Any

from .versions import VERSIONS, minor

#: How a server looks that no cluster has yet.
NEWEST = SimpleNamespace(version=max(VERSIONS, key=minor))

#: APIs that the real server of a rehearsal has, with the version in which Kubernetes began to serve them by default.
_SINCE = {
    "resource.k8s.io/v1": "1.34",
    "flowcontrol.apiserver.k8s.io/v1": "1.29",
    "networking.k8s.io/v1beta1": "1.31",
}
_PATCHES = {"1.31": 14, "1.32": 9, "1.33": 5, "1.34": 1, "1.35": 0, "1.36": 0}


def look_of(cluster: Any) -> dict[str, Any]:
    """What stands before the API server asks for."""
    version = str(cluster.version)
    return {
        "gitVersion": f"v{version}.{_PATCHES.get(version, 0)}-eks-113cf36",
        "major": "1",
        "minor": str(minor(version)),
        "hidden": [api for api, since in _SINCE.items() if minor(since) > minor(version)],
        "metrics": [_metric(one) for one in getattr(cluster, "deprecated_calls", []) if _served(one, version)],
    }


def _served(call: dict[str, Any], version: str) -> bool:
    """A server forgets with its start what it was asked for, and is not asked for what it does not serve."""
    return minor(call["stopServingVersion"]) > minor(version)


def _metric(call: dict[str, Any]) -> str:
    _, _, group, version, resource = str(call["usage"]).split("/")[:5]
    labels = {
        "group": group,
        "removed_release": call["stopServingVersion"],
        "resource": resource,
        "subresource": "",
        "version": version,
    }
    text = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return f"apiserver_requested_deprecated_apis{{{text}}} 1"
