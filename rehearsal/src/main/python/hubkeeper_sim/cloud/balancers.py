"""Services of type LoadBalancer get a load balancer, as EKS's cloud controllers make them."""

import hashlib
import time
from typing import Any

from ..clock import TIMELINE
from ..names.balancers import Target
from .api import ApiServer, Object
from .balancer_requests import Balancer, is_protected, make, unmake, wanted
from .state import Home

_FINALIZER = "service.kubernetes.io/load-balancer-cleanup"
_AWS_FINALIZER = "service.k8s.aws/resources"
_SOURCE = "service-controller"


class Balancers:
    """The load balancers of one cluster."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._known: dict[str, Balancer] = {}
        self._since: dict[str, float] = {}
        self._refused: dict[str, str] = {}

    def step(self, home: Home) -> bool:
        """Brings load balancers in line with the services; whether something had to be done."""
        services = {one["metadata"]["uid"]: one for one in self._api.list("/api/v1/services")}
        changed = False
        for uid, service in services.items():
            meta = service["metadata"]
            leaving = meta.get("deletionTimestamp") or service.get("spec", {}).get("type") != "LoadBalancer"
            if leaving:
                changed |= self._let_go(home, service)
            elif not service.get("status", {}).get("loadBalancer", {}).get("ingress"):
                changed |= self._provide(home, service)
            elif uid not in self._known:
                self._recognize(home, service)
        for uid in set(self._known) - set(services):
            changed |= self._forget(home, uid)
        return changed

    def _provide(self, home: Home, service: Object) -> bool:
        kind = wanted(service, self._controller_runs)
        if kind is None:
            return False
        uid, path = service["metadata"]["uid"], _path(service)
        finalizer = _AWS_FINALIZER if kind.startswith("aws") else _FINALIZER
        present = service["metadata"].get("finalizers") or []
        if finalizer not in present:
            self._api.patch(path, {"metadata": {"finalizers": [*present, finalizer]}})
        if uid not in self._known:
            return self._make(home, service, kind)
        if time.monotonic() - self._since[uid] < TIMELINE.seconds("load-balancer"):
            return True
        balancer = self._known[uid]
        self._register(home, service, balancer.host)
        self._api.patch(f"{path}/status", {"status": {"loadBalancer": {"ingress": [{"hostname": balancer.host}]}}})
        self._tell(service, "EnsuredLoadBalancer", "Ensured load balancer")
        return True

    def _make(self, home: Home, service: Object, kind: str) -> bool:
        uid = service["metadata"]["uid"]
        if uid not in self._refused:
            self._tell(service, "EnsuringLoadBalancer", "Ensuring load balancer")
        with self._world.lock:
            balancer, reason = make(home, service, kind, _name(home, service, kind))
        if balancer is None:
            if self._refused.get(uid) != reason:
                self._refused[uid] = reason
                self._tell(service, "SyncLoadBalancerFailed", f"Error syncing load balancer: {reason}", "Warning")
            return False
        self._refused.pop(uid, None)
        self._known[uid], self._since[uid] = balancer, time.monotonic()
        return True

    def _recognize(self, home: Home, service: Object) -> None:
        """After a restart the load balancers are as they were."""
        host = service["status"]["loadBalancer"]["ingress"][0].get("hostname", "")
        name = _name(home, service, wanted(service, lambda: True) or "classic")
        with self._world.lock:
            self._known[service["metadata"]["uid"]] = Balancer(name, host, "", "")
        self._register(home, service, host)

    def _register(self, home: Home, service: Object, host: str) -> None:
        meta = service["metadata"]
        ports = tuple(int(port["port"]) for port in service["spec"].get("ports") or [])
        self._world.balancers.put(host, Target(home.name, meta["namespace"], meta["name"], ports))

    def _let_go(self, home: Home, service: Object) -> bool:
        meta = service["metadata"]
        uid = meta["uid"]
        if _AWS_FINALIZER in (meta.get("finalizers") or []) and not self._controller_runs():
            return False
        held = [one for one in meta.get("finalizers") or [] if one in (_FINALIZER, _AWS_FINALIZER)]
        if uid in self._known:
            self._tell(service, "DeletingLoadBalancer", "Deleting load balancer")
            if self._protected(home, uid):
                self._tell(service, "SyncLoadBalancerFailed", "deletion protection is enabled", "Warning")
                return False
            self._unmake(home, uid)
        if held:
            left = [one for one in meta["finalizers"] if one not in held]
            self._api.patch(_path(service), {"metadata": {"finalizers": left}})
            if not meta.get("deletionTimestamp"):
                self._api.patch(f"{_path(service)}/status", {"status": {"loadBalancer": {"ingress": None}}})
        return bool(held)

    def _forget(self, home: Home, uid: str) -> bool:
        """A service that was torn away; AWS's own controller never learns of it, so that its load balancer stays."""
        if self._known[uid].name.startswith("k8s-"):
            self._known.pop(uid)
            return False
        self._unmake(home, uid)
        return True

    def _protected(self, home: Home, uid: str) -> bool:
        with self._world.lock:
            return is_protected(home, self._known[uid])

    def _unmake(self, home: Home, uid: str) -> None:
        balancer = self._known.pop(uid)
        self._since.pop(uid, None)
        self._world.balancers.remove(balancer.host)
        with self._world.lock:
            unmake(home, balancer)

    def _controller_runs(self) -> bool:
        """Whether AWS's load balancer controller is installed and has a pod."""
        label = "app.kubernetes.io/name=aws-load-balancer-controller"
        found = self._api.list("/apis/apps/v1/deployments", labelSelector=label)
        return any(one.get("status", {}).get("availableReplicas") for one in found)

    def _tell(self, service: Object, reason: str, message: str, kind: str = "Normal") -> None:
        self._api.event(_SOURCE, {"kind": "Service", **service}, reason, message, kind)


def _path(service: Object) -> str:
    meta = service["metadata"]
    return f"/api/v1/namespaces/{meta['namespace']}/services/{meta['name']}"


def _name(home: Home, service: Object, kind: str) -> str:
    """As the controllers name them: by the service's uid, or readably with a hash."""
    meta = service["metadata"]
    if not kind.startswith("aws"):
        return "a" + str(meta["uid"]).replace("-", "")[:31]
    digest = hashlib.sha256(f"{home.name}{meta['uid']}".encode()).hexdigest()[:10]
    return f"k8s-{meta['namespace'][:8]}-{meta['name'][:8]}-{digest}".replace("--", "-")
