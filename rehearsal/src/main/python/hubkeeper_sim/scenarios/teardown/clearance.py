"""Empties an API server for the next scenario, whatever state the last one has left it in."""

import time
from typing import Any

from ...cloud.api import ApiServer

_SYSTEM = ("default", "kube-system", "kube-public", "kube-node-lease")
_CORE, _STORAGE, _APPS = "/api/v1", "/apis/storage.k8s.io/v1", "/apis/apps/v1"
_DASK = "/apis/kubernetes.dask.org/v1"
_CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_PATIENCE = 90.0


def clear(api: ApiServer) -> None:
    """Returns once there are only the namespaces of Kubernetes itself, without nodes and volumes."""
    _drop(api, f"{_APPS}/deployments")
    for kind in ("pods", "services", "persistentvolumeclaims"):
        _drop(api, f"{_CORE}/{kind}")
    _drop(api, f"{_CORE}/secrets", labelSelector="owner=helm")
    _drop(api, f"{_DASK}/daskclusters")
    for path in (f"{_CORE}/persistentvolumes", f"{_STORAGE}/volumeattachments", f"{_STORAGE}/storageclasses"):
        _drop(api, path)
    _drop(api, f"{_CORE}/nodes")
    for kind in api.list(_CRDS):
        if kind["spec"]["group"] == "kubernetes.dask.org":
            api.delete(f"{_CRDS}/{kind['metadata']['name']}")
    _namespaces(api)


def _drop(api: ApiServer, path: str, **query: str) -> None:
    base, _, plural = path.rpartition("/")
    for one in api.list(path, **query):
        meta = one["metadata"]
        within = f"/namespaces/{meta['namespace']}" if meta.get("namespace") else ""
        if plural == "services" and meta.get("namespace") == "default":
            continue
        place = f"{base}{within}/{plural}/{meta['name']}"
        if meta.get("finalizers"):
            api.patch(place, {"metadata": {"finalizers": None}})
        api.delete(place, gracePeriodSeconds="0")


def _namespaces(api: ApiServer) -> None:
    end = time.monotonic() + _PATIENCE
    while left := [one for one in api.list(f"{_CORE}/namespaces") if one["metadata"]["name"] not in _SYSTEM]:
        for one in left:
            if not one["metadata"].get("deletionTimestamp"):
                api.delete(f"{_CORE}/namespaces/{one['metadata']['name']}")
        if time.monotonic() > end:
            raise RuntimeError(f"namespaces {[one['metadata']['name'] for one in left]} do not go away")
        _drop_pods(api)
        time.sleep(0.3)


def _drop_pods(api: ApiServer) -> None:
    """What a controller made while its namespace was going."""
    found: list[dict[str, Any]] = api.list(f"{_CORE}/pods")
    if any(one["metadata"]["namespace"] not in _SYSTEM for one in found):
        _drop(api, f"{_CORE}/pods")
