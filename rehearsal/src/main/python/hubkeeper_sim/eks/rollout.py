"""A managed update of a node group: new machines first, then old ones are emptied and end, one after the other."""

import time
from dataclasses import dataclass, field
from typing import Any

from moto.ec2.models import ec2_backends

from ..answers import Question
from ..clock import TIMELINE
from . import updates


@dataclass
class Rollout:
    """How far an update has come; the cloud controller takes it on, since pods have to be evicted."""

    group: Any
    update: dict[str, Any]
    version: str
    release: str
    force: bool
    old: list[str]
    wanted: int
    planned: updates.Failure | None
    #: Node to the time from which nobody waits for its pods any longer.
    deadlines: dict[str, float] = field(default_factory=dict)

    def deadline(self, node: str) -> float:
        """Until when the pods of a node are waited for: a quarter of an hour of AWS."""
        return self.deadlines.setdefault(node, time.monotonic() + TIMELINE.seconds("pod-eviction"))

    def succeed(self) -> None:
        """All machines are new."""
        self.group.version, self.group.release_version = self.version, self.release
        self.group.wanted_before = None
        self.update["status"] = "Successful"
        self._end()

    def fail(self, why: updates.Failure) -> None:
        """It stays as it is: old machines that are left go on, and a next update begins with them."""
        if self.group.asg is not None:
            self.group.asg.kubernetes_version = self.group.version
            self.group.wanted_before = self.wanted
        updates.fail(self.update, why)
        self._end()

    def _end(self) -> None:
        self.group.rollout = None
        self.group.status = "ACTIVE"


def begin(
    question: Question, cluster: Any, group: Any, update: dict[str, Any], version: str, release: str
) -> None:
    """Starts the new machines beside the old ones."""
    asg = getattr(group, "asg", None)
    states = list(asg.instance_states) if asg is not None else []
    old = [state.instance.id for state in states if state.instance.kubernetes_version != version]
    planned = updates.planned_failure(cluster, update)
    force = bool(question.get("force"))
    # New machines of an attempt that failed are still there.
    wanted = getattr(group, "wanted_before", None) or len(states)
    group.rollout = Rollout(group, update, version, release, force, old, wanted, planned)
    if asg is not None:
        asg.kubernetes_version = version
    if question.world.kubernetes.access(cluster.name) is None or not old:
        TIMELINE.after("nodegroup-update", lambda: _without_nodes(question, group))
    else:
        _add(group, _surge(group, len(old)))


def _surge(group: Any, old: int) -> int:
    """Two for each zone of the group, or as many as may be away at once; no more than will be needed."""
    zones = len(set(group.subnets))
    return min(old, max(2 * zones, int((group.update_config or {}).get("maxUnavailable") or 1)))


def _add(group: Any, many: int) -> None:
    asg = group.asg
    asg.max_size = max(int(asg.max_size), len(asg.instance_states) + many)
    asg.set_desired_capacity(len(asg.instance_states) + many)


def _without_nodes(question: Question, group: Any) -> None:
    """A group whose machines nobody can see in a cluster: they are exchanged at once."""
    rollout = group.rollout
    if rollout is None:
        return
    if rollout.planned:
        rollout.fail(rollout.planned)
        return
    for instance in rollout.old:
        end(question.account, question.region, group, instance)
    restore(group)
    rollout.succeed()


def end(account: str, region: str, group: Any, instance: str) -> None:
    """Ends an old machine without a new one in its place."""
    asg = group.asg
    asg.instance_states = [state for state in asg.instance_states if state.instance.id != instance]
    ec2_backends[account][region].terminate_instances([instance])
    asg.desired_capacity = len(asg.instance_states)


def restore(group: Any) -> None:
    """The sizes as they were before; machines that are missing then come, and those too many go."""
    asg, rollout = group.asg, group.rollout
    if asg is not None:
        asg.set_desired_capacity(rollout.wanted)
        asg.max_size = int(group.scaling_config["maxSize"])
