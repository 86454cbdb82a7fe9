"""Changes of node groups: sizes, labels, taints, version; each takes its time."""

import json
from typing import Any

from moto.core.utils import utcnow

from ..answers import Question, answers
from ..clock import TIMELINE
from .nodegroups import check_sizes, group_of
from .shared import cluster_of, in_use, invalid, new_update, part_of


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
    version = str(question.get("version", cluster.version))
    if version != cluster.version:
        raise invalid(f"Nodegroup version {version} must be the version of the cluster, {cluster.version}")
    group.version, group.release_version = version, question.get("releaseVersion", f"{version}.0-20261105")
    return {"update": _start(question, group, "VersionUpdate", [{"type": "Version", "value": version}])}


def _idle(question: Question) -> Any:
    group = group_of(question)
    if group.status not in ("ACTIVE", "DEGRADED"):
        name = group.nodegroup_name
        raise in_use(f"Nodegroup cannot be updated as it is currently not in Active State: {name}", nodegroupName=name)
    return group


def _start(question: Question, group: Any, kind: str, params: list[dict[str, str]]) -> dict[str, Any]:
    update = new_update(kind, params)
    part_of(cluster_of(question), "updates")[update["id"]] = update
    group.status, group.modified_at = "UPDATING", utcnow()

    def finish() -> None:
        update["status"] = "Successful"
        if group.status == "UPDATING":
            group.status = "ACTIVE"

    TIMELINE.after("nodegroup-update", finish)
    return dict(update)
