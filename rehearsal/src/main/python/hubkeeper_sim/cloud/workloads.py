"""Add-ons as workloads in kube-system; those of a new cluster are there without an add-on too."""

from typing import Any

from ..eks.shared import part_of
from ..eks.versions import self_managed
from .api import ApiServer, Object
from .manifests import of_addon, of_cluster, place_of
from .state import Home

_SELF_MANAGED = ("vpc-cni", "kube-proxy", "coredns")


class Workloads:
    """What EKS installs in one cluster."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._applied: dict[str, str] = {}
        self._greeted = False

    def step(self, home: Home) -> bool:
        """Installs, updates and removes; whether something had to be done."""
        if not self._greeted:
            for manifest in of_cluster():
                self._api.create(place_of(manifest), manifest)
            self._greeted = True
        with self._world.lock:
            wanted = self._wanted(home)
        changed = False
        for name, version in wanted.items():
            if self._applied.get(name) != version:
                self._apply(of_addon(name, version, home.region))
                self._applied[name] = version
                changed = True
        for name in set(self._applied) - set(wanted):
            for manifest in reversed(of_addon(name, self._applied.pop(name), home.region)):
                self._api.delete(f"{place_of(manifest)}/{manifest['metadata']['name']}")
            changed = True
        return changed

    @staticmethod
    def _wanted(home: Home) -> dict[str, str]:
        found: dict[str, str] = {}
        if getattr(home.cluster, "self_managed", True):
            for name in _SELF_MANAGED:
                version = self_managed(name, home.cluster.version)
                if version:
                    found[name] = version
        for name, addon in part_of(home.cluster, "addons").items():
            if addon["status"] != "DELETING":
                found[name] = addon["addonVersion"]
        return found

    def _apply(self, manifests: list[Object]) -> None:
        for manifest in manifests:
            place = place_of(manifest)
            if not self._api.create(place, manifest):
                self._api.patch(f"{place}/{manifest['metadata']['name']}", manifest)
