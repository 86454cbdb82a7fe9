"""The cluster autoscaler: grows the pool of the highest priority for pods that wait, removes empty nodes."""

import http.client
import logging
import re
import threading
import time
from collections.abc import Iterable

import yaml

from ..api import Api, ApiError, Object
from ..aws import Aws, AwsError
from ..given import Given, Refused
from ..status import now
from ..web import Reply, serve
from .fitting import Room, room_of
from .scaling_groups import Group, discover, grow, remove
from .velero import duration

LOG = logging.getLogger(__name__)

ROUND_SECONDS = 1.0
TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler"
PRIORITIES, STATUS = "cluster-autoscaler-priority-expander", "cluster-autoscaler-status"
#: Pods below it may wait for ever; the default of the real one.
LEAST_PRIORITY = -10
#: The real one's --scale-down-unneeded-time that the world's idle time stands for.
TEN_MINUTES = 600.0


class Autoscaler:
    """One round looks at pods, nodes and groups, and moves each group at most as far as they demand."""

    def __init__(self, given: Given) -> None:
        self._given, self._api = given, given.kubernetes()
        self._namespace = given.flag("namespace", given.namespace)
        discovery = given.flag("node-group-auto-discovery")
        self._tags = discovery.partition("tag=")[2].split(",")
        unneeded = duration(given.flag("scale-down-unneeded-time", "10m")).total_seconds()
        self._idle_seconds = float(given.rehearsal["idleSeconds"]) * unneeded / TEN_MINUTES
        self._machines: dict[str, tuple[str, dict[str, float]]] = {}
        self._idle_since: dict[str, float] = {}
        self._seen: set[str] = set()
        self._status = ""

    def round(self) -> None:
        """Discovers, grows, shrinks."""
        aws = self._given.aws()
        groups = discover(aws, self._tags, self._machines)
        for group in groups:
            if group.name not in self._seen:
                LOG.info("discovered %s: %d to %d", group.name, group.least, group.most)
                self._seen.add(group.name)
        nodes = {instance_of(node): node for node in self._api.items("/api/v1/nodes")}
        pods = self._api.items("/api/v1/pods")
        grown = self._grow(aws, groups, nodes, pods)
        shrunk = self._shrink(aws, groups, nodes, pods)
        self._write_status(groups, nodes, grown, shrunk)

    def _grow(self, aws: Aws, groups: list[Group], nodes: dict[str, Object], pods: list[Object]) -> set[str]:
        rooms = free_rooms(nodes.values(), pods)
        for group in groups:
            there = sum(1 for one in group.instances if one in nodes and ready(nodes[one]))
            rooms += [room_in(group, nodes) for _ in range(group.desired - there)]
        grown: set[str] = set()
        for pod in filter(waits, pods):
            place = next((room for room in rooms if room.admits(pod)), None)
            if place is None:
                able = [group for group in groups if group.desired < group.most and room_in(group, nodes).admits(pod)]
                if not able:
                    continue
                group = self._choose(able)
                LOG.info("scale up %s to %d for %s", group.name, group.desired + 1, pod["metadata"]["name"])
                grow(aws, group)
                self._tell(pod, group)
                grown.add(group.name)
                place = room_in(group, nodes)
                rooms.append(place)
            place.take(pod)
        return grown

    def _choose(self, able: list[Group]) -> Group:
        """The group whose name the highest priority names; any of them if none does."""
        path = f"/api/v1/namespaces/{self._namespace}/configmaps/{PRIORITIES}"
        config = self._api.find(path)
        priorities = priorities_of(config)
        for number in sorted(priorities, reverse=True):
            for group in able:
                if any(re.search(pattern, group.name) for pattern in priorities[number]):
                    return group
        LOG.warning("no priority names any of %s", [group.name for group in able])
        return able[0]

    def _shrink(self, aws: Aws, groups: list[Group], nodes: dict[str, Object], pods: list[Object]) -> set[str]:
        busy = {pod["spec"].get("nodeName") for pod in pods if occupies(pod)}
        moment, idle, shrunk = time.monotonic(), {}, set()
        for group in groups:
            for instance in group.instances:
                node = nodes.get(instance)
                if node is None or not ready(node) or node["metadata"]["name"] in busy:
                    continue
                idle[instance] = self._idle_since.get(instance, moment)
                if moment - idle[instance] >= self._idle_seconds and group.desired > group.least:
                    LOG.info("scale down %s: %s is empty", group.name, node["metadata"]["name"])
                    self._remove(aws, group, instance, node)
                    shrunk.add(group.name)
        self._idle_since = idle
        return shrunk

    def _remove(self, aws: Aws, group: Group, instance: str, node: Object) -> None:
        """Nothing is placed on the node while its machine goes; if it may not go, the node serves again."""
        path = f"/api/v1/nodes/{node['metadata']['name']}"
        before = [taint for taint in node["spec"].get("taints") or [] if taint["key"] != TO_BE_DELETED]
        taint = {"key": TO_BE_DELETED, "value": str(int(time.time())), "effect": "NoSchedule"}
        self._set_taints(path, [*before, taint])
        try:
            remove(aws, group, instance)
        except AwsError:
            self._set_taints(path, before)
            raise

    def _set_taints(self, path: str, taints: list[Object]) -> None:
        node = self._api.get(path)
        self._api.replace(path, {**node, "spec": {**node["spec"], "taints": taints}})

    def _tell(self, pod: Object, group: Group) -> None:
        metadata = pod["metadata"]
        namespace = metadata["namespace"]
        step = f"{group.name} {group.desired - 1}->{group.desired} (max: {group.most})"
        event = {
            "metadata": {"generateName": f"{metadata['name']}.", "namespace": namespace},
            "involvedObject": {"kind": "Pod", "apiVersion": "v1", "namespace": namespace}
            | {key: metadata[key] for key in ("name", "uid")},
            "reason": "TriggeredScaleUp",
            "message": f"pod triggered scale-up: [{{{step}}}]",
            "type": "Normal",
            "source": {"component": "cluster-autoscaler"},
            "firstTimestamp": now(),
            "lastTimestamp": now(),
            "count": 1,
        }
        self._api.create(f"/api/v1/namespaces/{namespace}/events", event)

    def _write_status(self, groups: list[Group], nodes: dict[str, Object], grown: set[str], shrunk: set[str]) -> None:
        status = {
            "autoscalerStatus": "Running",
            "nodeGroups": [
                {
                    "name": group.name,
                    "health": {
                        "status": "Healthy",
                        "nodeCounts": {"registered": {"total": sum(1 for one in group.instances if one in nodes)}},
                        "cloudProviderTarget": group.desired,
                        "minSize": group.least,
                        "maxSize": group.most,
                    },
                    "scaleUp": {"status": "InProgress" if group.name in grown else "NoActivity"},
                    "scaleDown": {"status": "CandidatesPresent" if group.name in shrunk else "NoCandidates"},
                }
                for group in groups
            ],
        }
        text = yaml.safe_dump(status, sort_keys=False)
        if text == self._status:
            return
        path = f"/api/v1/namespaces/{self._namespace}/configmaps"
        metadata = {"name": STATUS, "namespace": self._namespace}
        body = {"metadata": metadata, "data": {"status": f"time: {now()}\n{text}"}}
        if self._api.find(f"{path}/{STATUS}") is None:
            self._api.create(path, body)
        else:
            self._api.replace(f"{path}/{STATUS}", body)
        self._status = text


def free_rooms(nodes: Iterable[Object], pods: list[Object]) -> list[Room]:
    """What is free on the nodes that are there."""
    rooms = {}
    for node in nodes:
        if ready(node) and not node["spec"].get("unschedulable"):
            rooms[node["metadata"]["name"]] = room_of(node)
    for pod in pods:
        room = rooms.get(pod["spec"].get("nodeName", ""))
        if room and pod["status"].get("phase") not in ("Succeeded", "Failed"):
            room.take(pod)
    return list(rooms.values())


def room_in(group: Group, nodes: dict[str, Object]) -> Room:
    """What a new node of the group offers: as a live one does, else as its tags say."""
    live = next((nodes[one] for one in group.instances if one in nodes and ready(nodes[one])), None)
    return room_of(live) if live else group.empty_node()


def priorities_of(config: Object | None) -> dict[int, list[str]]:
    """Patterns by priority; none if the ConfigMap is not there or cannot be understood."""
    try:
        given = yaml.safe_load((config or {"data": {}})["data"].get("priorities", "")) or {}
        return {int(number): [str(pattern) for pattern in patterns] for number, patterns in given.items()}
    except (yaml.YAMLError, AttributeError, TypeError, ValueError) as refused:
        LOG.warning("priorities: %s", refused)
        return {}


def waits(pod: Object) -> bool:
    """Whether the scheduler found no place for the pod."""
    if pod["spec"].get("nodeName") or "deletionTimestamp" in pod["metadata"]:
        return False
    if pod["status"].get("nominatedNodeName"):  # it displaces others and has its place
        return False
    conditions = pod["status"].get("conditions") or []
    stuck = any(one["type"] == "PodScheduled" and one.get("reason") == "Unschedulable" for one in conditions)
    return stuck and int(pod["spec"].get("priority") or 0) >= LEAST_PRIORITY


def occupies(pod: Object) -> bool:
    """Whether the pod keeps its node: neither ended nor a daemon."""
    owners = pod["metadata"].get("ownerReferences") or []
    daemon = any(one["kind"] in ("DaemonSet", "Node") for one in owners)
    return not daemon and pod["status"].get("phase") not in ("Succeeded", "Failed")


def ready(node: Object) -> bool:
    """Whether the node is Ready."""
    conditions = node["status"].get("conditions") or []
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def instance_of(node: Object) -> str:
    """The EC2 instance that a node is: aws:///us-west-2a/i-0abc."""
    return str(node["spec"].get("providerID", "")).rpartition("/")[2]


def run(given: Given) -> None:
    """Works until the pod ends."""
    autoscaler = Autoscaler(given)
    healthy = threading.Event()
    serve(given.port("http"), lambda request: Reply(200, "OK") if healthy.is_set() else Reply(500, "Error"))
    while True:
        try:
            autoscaler.round()
            healthy.set()
        except (AwsError, Refused) as refused:
            # As the real one: without its groups it is of no use, and is restarted.
            LOG.error("%s", refused)
            healthy.clear()
        except (ApiError, OSError, http.client.HTTPException) as trouble:
            LOG.warning("%s", trouble)
        time.sleep(ROUND_SECONDS)
