"""What a cluster's controllers need to know of AWS, read under the simulator's lock."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..clock import TIMELINE


@dataclass
class Machine:
    """An instance of a node group that has booted."""

    instance: Any
    group: Any
    asg: Any

    @property
    def node(self) -> str:
        """The name of its node."""
        return str(self.instance.private_dns_name)

    @property
    def version(self) -> str:
        """The Kubernetes version of the image that it was started from."""
        return str(getattr(self.instance, "kubernetes_version", None) or self.group.version)


@dataclass
class Home:
    """Where a cluster lives in AWS."""

    account: str
    region: str
    cluster: Any

    @property
    def name(self) -> str:
        """The cluster's name."""
        return str(self.cluster.name)

    def machines(self) -> list[Machine]:
        """The running instances of all node groups whose boot is over."""
        found = []
        for group in list(self.cluster.nodegroups.values()):
            asg = getattr(group, "asg", None)
            for state in list(asg.instance_states) if asg is not None else []:
                instance = state.instance
                if instance._state.name == "running" and state.lifecycle_state == "InService" and _booted(instance):
                    found.append(Machine(instance, group, asg))
        return found


def _booted(instance: Any) -> bool:
    now = time.monotonic()
    born = vars(instance).setdefault("first_seen", now)
    return bool(now - born >= TIMELINE.seconds("node-boot"))


def homes(name: str) -> Iterator[Home]:
    """The cluster of this name that was made by a request, wherever it is; none before it is ACTIVE."""
    from moto.eks.models import eks_backends

    for account, regions in list(eks_backends.items()):
        for region, backend in list(regions.items()):
            cluster = backend.clusters.get(name)
            if cluster is not None and hasattr(cluster, "access_config") and cluster.status not in _NOT_THERE:
                yield Home(account, region, cluster)


_NOT_THERE = ("CREATING", "DELETING", "FAILED")
