"""What EKS finds out about a cluster by itself: once a day, or when somebody asks for it."""

import uuid
from typing import Any

from moto.core.utils import utcnow

from ..answers import Question, answers, listing
from ..clock import TIMELINE
from .readiness import Verdict, of_rollback, of_upgrade
from .shared import cluster_of, missing, part_of
from .versions import VERSIONS, minor

Insight = dict[str, Any]

_ADVICE = {
    "PASSING": "Nothing has to be done.",
    "WARNING": "Look at the resources before you go on.",
    "ERROR": "Change the resources, then refresh the insights.",
}


def refresh(cluster: Any) -> None:
    """Looks at the cluster as it is now."""
    from .control_plane import can_go_back

    before = {(one["name"], one["category"], one["kubernetesVersion"]): one for one in _all(cluster)}
    found: list[Insight] = []
    for version in VERSIONS:
        if minor(version) > minor(cluster.version):
            found += [_insight("UPGRADE_READINESS", version, verdict) for verdict in of_upgrade(cluster, version)]
    back = can_go_back(cluster)
    if back:
        found += [_insight("ROLLBACK_READINESS", back, verdict) for verdict in of_rollback(cluster, back)]
    for one in found:
        known = before.get((one["name"], one["category"], one["kubernetesVersion"]))
        if known:
            one["id"] = known["id"]
            same = known["insightStatus"]["status"] == one["insightStatus"]["status"]
            one["lastTransitionTime"] = known["lastTransitionTime"] if same else one["lastTransitionTime"]
    cluster.insights = {one["id"]: one for one in found}


def errors(cluster: Any, version: str, category: str) -> list[str]:
    """The insights that, as last refreshed, speak against a move to a version."""
    return [
        one["name"]
        for one in _all(cluster)
        if one["category"] == category
        and one["kubernetesVersion"] == version
        and one["insightStatus"]["status"] == "ERROR"
    ]


def _insight(category: str, version: str, verdict: Verdict) -> Insight:
    now = utcnow()
    return {
        "id": str(uuid.uuid4()),
        "name": verdict.name,
        "category": category,
        "kubernetesVersion": version,
        "lastRefreshTime": now,
        "lastTransitionTime": now,
        "description": verdict.description,
        "insightStatus": {"status": verdict.status, "reason": verdict.reason},
        "recommendation": _ADVICE[verdict.status],
        "additionalInfo": {},
        "resources": verdict.resources,
        "categorySpecificSummary": verdict.summary,
    }


def _all(cluster: Any) -> list[Insight]:
    return list(part_of(cluster, "insights").values())


@answers("eks", "ListInsights")
def _list(question: Question) -> dict[str, Any]:
    given = question.get("filter", {})
    keys = {"categories": "category", "kubernetesVersions": "kubernetesVersion"}
    found = [
        one
        for one in _all(cluster_of(question))
        if all(one[key] in given[name] for name, key in keys.items() if given.get(name))
        and (not given.get("statuses") or one["insightStatus"]["status"] in given["statuses"])
    ]
    listed = ("id", "name", "category", "kubernetesVersion", "lastRefreshTime", "lastTransitionTime", "description")
    return listing(
        [{key: one[key] for key in (*listed, "insightStatus")} for one in found], "insights", question
    )


@answers("eks", "DescribeInsight")
def _describe(question: Question) -> dict[str, Any]:
    cluster, wanted = cluster_of(question), str(question.get("id"))
    found = part_of(cluster, "insights").get(wanted)
    if found is None:
        raise missing(f"No insight found for id: {wanted}", clusterName=cluster.name)
    return {"insight": found}


@answers("eks", "StartInsightsRefresh")
def _start(question: Question) -> dict[str, Any]:
    cluster = cluster_of(question)
    state = getattr(cluster, "insights_refresh", None)
    if state is None or state["status"] != "IN_PROGRESS":
        state = cluster.insights_refresh = {"status": "IN_PROGRESS", "startedAt": utcnow()}

        def finish() -> None:
            refresh(cluster)
            state.update(status="COMPLETED", endedAt=utcnow())

        TIMELINE.after("insights", finish)
    return {"status": state["status"], "message": "The insights are being refreshed."}


@answers("eks", "DescribeInsightsRefresh")
def _describe_refresh(question: Question) -> dict[str, Any]:
    cluster = cluster_of(question)
    state = getattr(cluster, "insights_refresh", None)
    if state is None:
        raise missing(f"No refresh of the insights of {cluster.name}", clusterName=cluster.name)
    return dict(state)
