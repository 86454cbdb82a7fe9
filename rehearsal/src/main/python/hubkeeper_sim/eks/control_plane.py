"""A control plane goes up one minor version at a time, and back by one within seven days."""

import time
from functools import partial
from typing import Any

from ..answers import Question, Refusal, answers
from ..clock import TIMELINE
from . import addresses, insights, updates
from .shared import cluster_of, in_use, invalid
from .versions import VERSIONS, minor

_LEAST_MINUTES, _MOST_MINUTES = 120, 10_080


@answers("eks", "UpdateClusterVersion")
def _update_version(question: Question) -> dict[str, Any]:
    cluster, version = cluster_of(question), str(question.get("version") or "")
    if cluster.status != "ACTIVE":
        text = f"Cluster {cluster.name} is {cluster.status}, and nothing else can be done to it meanwhile"
        raise in_use(text, clusterName=cluster.name)
    back = version == _previous(cluster.version)
    _check_step(cluster, version, back)
    _check_rollback_config(question, back)
    if back:
        _check_rollback(cluster)
    else:
        _check_groups(cluster)
    if not question.get("force"):
        _check_insights(cluster, version, "ROLLBACK_READINESS" if back else "UPGRADE_READINESS")
    return {"update": updates.shown(start(question.account, question.region, cluster, version))}


def start(account: str, region: str, cluster: Any, version: str) -> dict[str, Any]:
    """Begins to move the control plane; the version is shown and served when that is over."""
    back = version == _previous(cluster.version)
    kind = "VersionRollback" if back else "VersionUpdate"
    update = updates.begin(cluster, kind, [{"type": "Version", "value": version}])
    cluster.status = "UPDATING"

    def done(successful: bool) -> None:
        cluster.status = "ACTIVE"
        if successful:
            cluster.upgraded_from = None if back else cluster.version
            cluster.upgraded_at = time.monotonic()
            cluster.version = version
            insights.refresh(cluster)

    lacking = partial(addresses.lacking, account, region, cluster)
    updates.later(cluster, update, "cluster-update", done, lacking)
    return update


def can_go_back(cluster: Any) -> str | None:
    """The version to which the control plane can still be rolled back."""
    version: str | None = getattr(cluster, "upgraded_from", None)
    since = time.monotonic() - getattr(cluster, "upgraded_at", 0.0)
    return version if version and since < TIMELINE.seconds("rollback-window") else None


def _check_step(cluster: Any, version: str, back: bool) -> None:
    if version not in VERSIONS or (not back and minor(version) != minor(cluster.version) + 1):
        text = f"Unsupported Kubernetes minor version update from {cluster.version} to {version}"
        raise invalid(text, clusterName=cluster.name)


def _check_rollback_config(question: Question, back: bool) -> None:
    given = question.get("rollbackConfig")
    if given is None:
        return
    minutes = int(given.get("timeoutMinutes") or 720)
    if not back or not _LEAST_MINUTES <= minutes <= _MOST_MINUTES:
        text = f"rollbackConfig is for a rollback, with {_LEAST_MINUTES} to {_MOST_MINUTES} minutes"
        raise invalid(text, clusterName=cluster_of(question).name)


def _check_rollback(cluster: Any) -> None:
    if can_go_back(cluster) is None:
        text = f"Cluster {cluster.name} was not updated to {cluster.version} within the last 7 days"
        raise Refusal(400, "InvalidRequestException", text, clusterName=cluster.name)


def _check_groups(cluster: Any) -> None:
    behind = sorted(name for name, group in cluster.nodegroups.items() if group.version != cluster.version)
    if behind:
        names = ",".join(behind)
        text = f"Nodegroups {names} must be updated to match cluster version {cluster.version} before updating it"
        raise invalid(text, clusterName=cluster.name, nodegroupName=names)


def _check_insights(cluster: Any, version: str, category: str) -> None:
    names = insights.errors(cluster, version, category)
    if names:
        text = f"Insights of cluster {cluster.name} are in status ERROR: {', '.join(names)}"
        raise Refusal(409, "InvalidStateException", text, clusterName=cluster.name)


def _previous(version: str) -> str:
    return f"1.{minor(version) - 1}"
