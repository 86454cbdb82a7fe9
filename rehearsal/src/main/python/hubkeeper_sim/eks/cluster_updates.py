"""Changes of a cluster's configuration; protection against deletion is one of them."""

from typing import Any

from ..answers import Question, answers
from ..clock import TIMELINE
from . import logs, updates
from .shared import active_cluster_of, invalid


@answers("eks", "UpdateClusterConfig")
def _update(question: Question) -> dict[str, Any]:
    cluster = active_cluster_of(question)
    kind, params = _change(question)
    update = updates.begin(cluster, kind, params)
    cluster.status = "UPDATING"

    def finish() -> None:
        if cluster.status == "UPDATING":
            cluster.status = "ACTIVE"
        update["status"] = "Successful"
        _apply(question, cluster)

    TIMELINE.after("cluster-config", finish)
    return {"update": updates.shown(update)}


def _change(question: Question) -> tuple[str, list[dict[str, str]]]:
    if question.get("deletionProtection") is not None:
        value = str(bool(question.get("deletionProtection"))).lower()
        return "DeletionProtectionUpdate", [{"type": "DeletionProtection", "value": value}]
    if question.get("logging"):
        return "LoggingUpdate", [{"type": "ClusterLogging", "value": str(question.get("logging"))}]
    if question.get("resourcesVpcConfig"):
        return "EndpointAccessUpdate", [{"type": "PublicAccessCidrs", "value": str(question.get("resourcesVpcConfig"))}]
    raise invalid("No changes needed for the cluster's configuration")


def _apply(question: Question, cluster: Any) -> None:
    if question.get("deletionProtection") is not None:
        cluster.deletion_protection = bool(question.get("deletionProtection"))
    if question.get("logging"):
        cluster.logging = question.get("logging")
        logs.write(question.account, question.region, cluster)
    given = question.get("resourcesVpcConfig", {})
    cluster.resources_vpc_config = {**(cluster.resources_vpc_config or {}), **given}
