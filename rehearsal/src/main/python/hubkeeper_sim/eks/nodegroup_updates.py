"""Changes of node groups: sizes, labels, taints, version; each takes its time."""

import json
from typing import Any

from moto.core.utils import utcnow

from ..answers import Question, answers
from . import rollout, updates
from .nodegroups import check_sizes, group_of, release_of
from .shared import cluster_of, in_use, invalid
from .versions import minor


@answers("eks", "UpdateNodegroupConfig")
def _update_config(question: Question) -> dict[str, Any]:
    group = _idle(question)
    asg = getattr(group, "asg", None)
    sizes = {**group.scaling_config, **_now(asg), **question.get("scalingConfig", {})}
    check_sizes(sizes)
    labels, taints = question.get("labels", {}), question.get("taints", {})
    group.labels.update(labels.get("addOrUpdateLabels") or {})
    for key in labels.get("removeLabels") or []:
        group.labels.pop(key, None)
    changed = (taints.get("addOrUpdateTaints") or []) + (taints.get("removeTaints") or [])
    touched = {(taint["key"], taint.get("effect")) for taint in changed}
    group.taints = [taint for taint in group.taints if (taint["key"], taint.get("effect")) not in touched]
    group.taints += taints.get("addOrUpdateTaints") or []
    if question.get("updateConfig"):
        group.update_config = question.get("updateConfig")
    group.scaling_config = sizes
    if asg is not None:
        asg.min_size, asg.max_size = sizes["minSize"], sizes["maxSize"]
        asg.set_desired_capacity(sizes["desiredSize"])
    given = {name: question.get(name) for name in ("labels", "taints", "scalingConfig") if question.get(name)}
    params = [{"type": name[0].upper() + name[1:], "value": json.dumps(value)} for name, value in given.items()]
    return {"update": _start(question, group, "ConfigUpdate", params)}


def _now(asg: Any) -> dict[str, int]:
    if asg is None:
        return {}
    return {"minSize": asg.min_size, "maxSize": asg.max_size, "desiredSize": asg.desired_capacity}


@answers("eks", "UpdateNodegroupVersion")
def _update_version(question: Question) -> dict[str, Any]:
    group, cluster = _idle(question), cluster_of(question)
    version = str(question.get("version") or cluster.version)
    if minor(version) not in (minor(cluster.version), minor(cluster.version) - 1):
        text = f"Requested Nodegroup version {version} is not valid for cluster version {cluster.version}"
        raise invalid(text, clusterName=cluster.name, nodegroupName=group.nodegroup_name)
    release = str(question.get("releaseVersion") or release_of(version))
    if not release.startswith(f"{version}."):
        text = f"Requested release version {release} is not valid for kubernetes version {version}"
        raise invalid(text, clusterName=cluster.name, nodegroupName=group.nodegroup_name)
    params = [{"type": "Version", "value": version}, {"type": "ReleaseVersion", "value": release}]
    update = updates.begin(cluster, "VersionUpdate", params, ("nodegroup", group.nodegroup_name))
    group.status, group.modified_at = "UPDATING", utcnow()
    rollout.begin(question, cluster, group, update, version, release)
    return {"update": updates.shown(update)}


def _idle(question: Question) -> Any:
    group = group_of(question)
    if group.status not in ("ACTIVE", "DEGRADED"):
        name = group.nodegroup_name
        raise in_use(f"Nodegroup cannot be updated as it is currently not in Active State: {name}", nodegroupName=name)
    return group


def _start(question: Question, group: Any, kind: str, params: list[dict[str, str]]) -> dict[str, Any]:
    cluster = cluster_of(question)
    update = updates.begin(cluster, kind, params, ("nodegroup", group.nodegroup_name))
    group.status, group.modified_at = "UPDATING", utcnow()

    def done(successful: bool) -> None:
        if group.status == "UPDATING":
            group.status = "ACTIVE"

    updates.later(cluster, update, "nodegroup-update", done)
    return updates.shown(update)
