"""What ExternalDNS does in a cluster that has it: the name in a service's annotation leads to its load balancer."""

from typing import Any

from moto.route53.models import route53_backends

from .api import ApiServer
from .state import Home

_HOSTS = "external-dns.alpha.kubernetes.io/hostname"


class ExternalDns:
    """The names of one cluster."""

    def __init__(self, world: Any, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._told: dict[str, str] = {}

    def step(self, home: Home) -> bool:
        """Publishes names that lead elsewhere or nowhere; whether there were any."""
        changed = False
        for service in self._api.list("/api/v1/services"):
            hosts = (service["metadata"].get("annotations") or {}).get(_HOSTS, "")
            ingress = service.get("status", {}).get("loadBalancer", {}).get("ingress") or [{}]
            target = ingress[0].get("hostname", "")
            for host in [one for one in hosts.split(",") if one and target and self._told.get(one) != target]:
                with self._world.lock:
                    _publish(home.account, host, target)
                self._told[host] = target
                changed = True
        return changed


def _publish(account: str, host: str, target: str) -> None:
    backend = route53_backends[account]["aws"]
    record = {"Name": host, "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": target}]}
    for zone in list(backend.zones.values()):
        if f"{host}.".endswith(f".{zone.name}"):
            backend.change_resource_record_sets(zone.id, [{"Action": "UPSERT", "ResourceRecordSet": record}])
