"""Puts objects into the cluster's API server, and waits until AWS's controllers have done their part."""

import time
from typing import TYPE_CHECKING

from ...cloud.api import ApiError, ApiServer
from ...kubernetes import KubernetesClusters
from .clearance import clear
from .objects import Object, place_of

if TYPE_CHECKING:
    from ...simulator import Simulator

_PATIENCE = 90.0


class Inside:
    """The API server of a cluster, empty at first, for who sets it up."""

    def __init__(self, simulator: "Simulator", cluster: str) -> None:
        access = simulator.kubernetes.access(cluster)
        if access is None:
            raise ValueError(f"no API server registered for cluster {cluster!r}")
        self._api = ApiServer(access)
        clear(self._api)

    def add(self, objects: list[Object]) -> None:
        """Creates objects; those that are there already stay as they are."""
        for one in objects:
            self._api.create(place_of(one), one)

    def add_soon(self, objects: list[Object]) -> None:
        """The same, for kinds that the API server has only just learnt of."""
        end = time.monotonic() + _PATIENCE
        for one in objects:
            while not self._served(one):
                _pause_until(end, f"the API server does not serve {one['kind']}")
            self._api.create(place_of(one), one)

    def _served(self, one: Object) -> bool:
        try:
            return self._api.get(place_of(one)) is not None
        except ApiError as refused:
            # Its storage is being set up.
            if refused.status != 429:
                raise
            return False

    def settle(self) -> None:
        """Returns once load balancers, volumes and pods are there; fails if they do not come."""
        end = time.monotonic() + _PATIENCE
        while (missing := self._missing()) != "":
            _pause_until(end, f"{missing} did not get ready")

    def balancer(self, namespace: str, service: str) -> str:
        """The host name that a service got."""
        found = self._api.get(f"/api/v1/namespaces/{namespace}/services/{service}") or {}
        return str(found["status"]["loadBalancer"]["ingress"][0]["hostname"])

    def volume(self, namespace: str, claim: str) -> str:
        """The EBS volume of a claim."""
        found = self._api.get(f"/api/v1/namespaces/{namespace}/persistentvolumeclaims/{claim}") or {}
        volume = self._api.get(f"/api/v1/persistentvolumes/{found['spec']['volumeName']}") or {}
        return str(volume["spec"]["csi"]["volumeHandle"])

    def close(self) -> None:
        """Hangs up."""
        self._api.close()

    def _missing(self) -> str:
        for service in self._api.list("/api/v1/services"):
            balanced = service["spec"].get("type") == "LoadBalancer"
            if balanced and not service.get("status", {}).get("loadBalancer", {}).get("ingress"):
                return f"service {_name(service)}"
        for claim in self._api.list("/api/v1/persistentvolumeclaims"):
            if claim.get("status", {}).get("phase") != "Bound":
                return f"claim {_name(claim)}"
        for pod in self._api.list("/api/v1/pods"):
            if pod.get("status", {}).get("phase") not in ("Running", "Succeeded"):
                return f"pod {_name(pod)}"
        return ""


def _name(one: Object) -> str:
    return f"{one['metadata'].get('namespace')}/{one['metadata']['name']}"


def _pause_until(end: float, complaint: str) -> None:
    if time.monotonic() > end:
        raise RuntimeError(f"{complaint} in {_PATIENCE:.0f} seconds")
    time.sleep(0.2)


def has_api_server(clusters: KubernetesClusters, name: str) -> bool:
    """Whether a cluster is more than its traces in AWS."""
    return clusters.access(name) is not None
