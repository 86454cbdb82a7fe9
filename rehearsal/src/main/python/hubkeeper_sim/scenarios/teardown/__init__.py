"""Worlds for the runbook teardown: a cluster as bootstrap and years of use leave it, and what makes it hard to end."""

from typing import TYPE_CHECKING, Any

from moto.ec2.models import ec2_backends

from ... import stacks
from ...callers import ensure_role
from ...clock import TIMELINE
from . import leftovers, objects
from .belongings import ZONE, kept_snapshot, point, surround
from .estate import Estate
from .foreigners import present
from .inside import Inside, has_api_server
from .scenes import SCENES

if TYPE_CHECKING:
    from ...simulator import Simulator

NETWORK_LEFTOVERS = "network-leftovers"
NAMES = (*SCENES, NETWORK_LEFTOVERS)
_OPTIONS = {"delays", "runbook", "zone", "hosts", "count"}
_NODES = {"core": 2, "user-t3a-large": 0}
_HUBS = (("ds100", ("alice", "bob"), True), ("stat200", ("carol",), False))


def seed(simulator: "Simulator", request: dict[str, Any]) -> dict[str, Any]:
    """Makes the world; the lock is free while AWS's controllers do their part."""
    options = request.get("options") or {}
    unknown = sorted(set(options) - _OPTIONS)
    if unknown:
        raise ValueError(f"unknown options {unknown}; known: {sorted(_OPTIONS)}")
    given = {one["name"]: one for one in request["clusters"]}
    if request["cluster"] not in given:
        raise ValueError(f"cluster {request['cluster']!r} is not among the clusters {sorted(given)}")
    chosen = given.pop(request["cluster"])
    simulator.account = str(chosen["account"])
    summary = {"account": simulator.account, "region": chosen["region"], "persistentVolumes": {}}
    if request["name"] == NETWORK_LEFTOVERS:
        with simulator.lock:
            made = leftovers.leave(simulator.account, chosen["region"], int(options.get("count", 40)))
        return {"name": request["name"], **summary, **made}
    made = _world(simulator, chosen, list(given.values()), options, request["name"])
    return {"name": request["name"], **summary, **made}


def _world(
    simulator: "Simulator", chosen: dict[str, Any], others: list[dict[str, Any]], options: dict[str, Any], name: str
) -> dict[str, Any]:
    has_server = has_api_server(simulator.kubernetes, str(chosen["name"]))
    inside = Inside(simulator, str(chosen["name"])) if has_server else None
    with simulator.lock:
        stacks.install()
        for arn in simulator.callers.arns():
            ensure_role(arn)
        neighbours = [Estate(simulator, other).build({"core": 1}).vpc for other in others]
        foreign = present()
        estate = Estate(simulator, chosen).build(_NODES)
        hosts = options.get("hosts", [f"{chosen['name']}.{ZONE}"])
        made = surround(estate, hosts, options.get("zone", ZONE))
        made["vpc"] = estate.vpc
        made |= {"neighbours": neighbours, "others": foreign}
    if inside is not None:
        made |= _furnish(estate, inside, made)
    if name == "stuck-finalizer":
        SCENES[name](estate, inside, made)
    else:
        with simulator.lock:
            SCENES[name](estate, inside, made)
            TIMELINE.settle()
    if inside is not None:
        inside.close()
    return made


def _furnish(estate: Estate, inside: Inside, made: dict[str, Any]) -> dict[str, Any]:
    names = [objects.TOOLS, *(name for name, _, _ in _HUBS)]
    inside.add([*map(objects.namespace, names), *objects.classes(), *objects.tools()])
    for name, users, public in _HUBS:
        inside.add(objects.hub(name, users, public))
    inside.settle()
    volumes = {name: inside.volume(name, objects.DATA) for name, _, _ in _HUBS}
    ec2 = ec2_backends[estate.account][estate.region]
    with estate.simulator.lock:
        snapshot = kept_snapshot(estate, ec2.volumes[volumes["ds100"]])
        balancer = inside.balancer(objects.TOOLS, "master-ingress-nginx-ingress")
        point(estate, made["records"], balancer)
    return {"data": volumes, "snapshot": snapshot, "balancer": balancer}
