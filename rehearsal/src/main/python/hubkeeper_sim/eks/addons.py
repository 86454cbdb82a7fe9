"""Add-ons: CREATING, then ACTIVE; one that needs a node and has none is DEGRADED."""

import json
from functools import partial
from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from ..answers import Question, answers, listing
from ..clock import TIMELINE
from ..failures import FAILURES
from .shared import active_cluster_of, cluster_of, in_use, invalid, missing, part_of, require_role
from .versions import addon_names, addon_versions

#: Add-ons whose pods are a Deployment: they need a node to be well.
NEED_NODES = ("coredns", "aws-ebs-csi-driver", "aws-efs-csi-driver", "metrics-server", "snapshot-controller")
_DEGRADED = {
    "code": "InsufficientNumberOfReplicas",
    "message": "The add-on is unhealthy because it doesn't have the desired number of replicas.",
    "resourceIds": [],
}


@answers("eks", "CreateAddon")
def _create(question: Question) -> dict[str, Any]:
    cluster = active_cluster_of(question)
    name = str(question.get("addonName"))
    if name in part_of(cluster, "addons"):
        raise in_use("Addon already exists.", clusterName=cluster.name, addonName=name)
    version = suiting(cluster, name, question.get("addonVersion"))
    check_configuration(question.get("configurationValues"))
    role = question.get("serviceAccountRoleArn")
    if role:
        require_role(question, role, f"Cross-account pass role is not allowed or the role does not exist: {role}")
    now = utcnow()
    addon: dict[str, Any] = {
        "addonName": name,
        "clusterName": cluster.name,
        "status": "CREATING",
        "addonVersion": version,
        "health": {"issues": []},
        "addonArn": f"{cluster.arn.replace(':cluster/', ':addon/')}/{name}/{mock_random.uuid4()}",
        "createdAt": now,
        "modifiedAt": now,
        "tags": dict(question.get("tags", {})),
        "podIdentityAssociations": identities(cluster, question),
    }
    for key in ("configurationValues", "serviceAccountRoleArn"):
        if question.get(key):
            addon[key] = question.get(key)
    part_of(cluster, "addons")[name] = addon
    TIMELINE.after("addon", lambda: settled(cluster, addon))
    return {"addon": dict(addon)}


def identities(cluster: Any, question: Question) -> list[str]:
    """Associates the roles that a call names; the ids of the associations."""
    from .pod_identity import associate

    return [
        associate(cluster, "kube-system", one["serviceAccount"], one["roleArn"], {})["associationArn"]
        for one in question.get("podIdentityAssociations", [])
    ]


def suiting(cluster: Any, name: str, wanted: str | None) -> str:
    """The version that an add-on gets; InvalidParameterException for one that EKS does not take."""
    if name not in addon_names():
        raise invalid(f"Addon {name} specified is not supported", clusterName=cluster.name, addonName=name)
    offered = addon_versions(name, cluster.version)
    withdrawn = wanted and FAILURES.take("addon-version", cluster=cluster.name, name=name, version=wanted)
    if withdrawn or (wanted and wanted not in offered):
        text = f"Addon version specified is not supported in {cluster.version} kubernetes version"
        raise invalid(text, clusterName=cluster.name, addonName=name)
    return wanted or offered[0]


def check_configuration(text: str | None) -> None:
    """Refuses what is no object."""
    try:
        given = json.loads(text) if text else {}
    except ValueError as malformed:
        raise invalid("ConfigurationValue is not in valid JSON or YAML format.") from malformed
    if not isinstance(given, dict):
        raise invalid("ConfigurationValue is not in valid JSON or YAML format.")


def settled(cluster: Any, addon: dict[str, Any]) -> None:
    """Says how an add-on is when nothing is done to it any more."""
    if addon["status"] not in ("CREATING", "UPDATING", "DEGRADED", "ACTIVE"):
        return
    lacking = addon["addonName"] in NEED_NODES and not getattr(cluster, "ready_nodes", 0)
    addon["status"] = "DEGRADED" if lacking else "ACTIVE"
    addon["health"] = {"issues": [dict(_DEGRADED, resourceIds=[addon["addonArn"]])] if lacking else []}
    addon["modifiedAt"] = utcnow()


def nodes_changed(cluster: Any, ready: int) -> None:
    """Takes note of how many nodes are ready; add-ons recover or degrade a while later."""
    before = getattr(cluster, "ready_nodes", 0)
    cluster.ready_nodes = ready
    if bool(before) == bool(ready):
        return
    for addon in part_of(cluster, "addons").values():
        if addon["status"] in ("DEGRADED", "ACTIVE"):
            TIMELINE.after("addon", partial(settled, cluster, addon))


def is_active(cluster: Any, name: str) -> bool:
    """Whether a cluster has an add-on that works."""
    addon = part_of(cluster, "addons").get(name)
    return addon is not None and addon["status"] in ("ACTIVE", "UPDATING")


@answers("eks", "DescribeAddon")
def _describe(question: Question) -> dict[str, Any]:
    return {"addon": {key: value for key, value in addon_of(question).items() if key != "foreign"}}


@answers("eks", "ListAddons")
def _list(question: Question) -> dict[str, Any]:
    return listing(sorted(part_of(cluster_of(question), "addons")), "addons", question)


@answers("eks", "DeleteAddon")
def _delete(question: Question) -> dict[str, Any]:
    cluster, addon = cluster_of(question), addon_of(question)
    addon["status"] = "DELETING"
    TIMELINE.after("addon", lambda: part_of(cluster, "addons").pop(addon["addonName"], None))
    return {"addon": dict(addon)}


def addon_of(question: Question) -> dict[str, Any]:
    """The add-on that a call names."""
    name = str(question.get("addonName"))
    cluster = cluster_of(question)
    addon: dict[str, Any] | None = part_of(cluster, "addons").get(name)
    if addon is None:
        raise missing(f"No addon: {name} found in cluster: {cluster.name}", clusterName=cluster.name, addonName=name)
    return addon
