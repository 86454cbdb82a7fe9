"""Updates of clusters, add-ons and node groups: each takes its time and is listed for a while."""

import uuid
from collections.abc import Callable
from typing import Any

from moto.core.utils import utcnow

from ..answers import Question, answers, listing
from ..clock import TIMELINE
from ..failures import FAILURES
from .shared import cluster_of, invalid, missing, part_of

Params = list[dict[str, str]]
#: Error code, message, resources.
Failure = tuple[str, str, list[str]]


def begin(cluster: Any, kind: str, params: Params, of: tuple[str, str] = ("cluster", "")) -> dict[str, Any]:
    """An update of the cluster, or of its node group or add-on of this name, as DescribeUpdate shows it."""
    update = {
        "id": str(uuid.uuid4()),
        "status": "InProgress",
        "type": kind,
        "params": params,
        "createdAt": utcnow(),
        "errors": [],
        "of": of,
    }
    part_of(cluster, "updates")[update["id"]] = update
    return update


def shown(update: dict[str, Any]) -> dict[str, Any]:
    """What the API tells of an update."""
    return {key: value for key, value in update.items() if key != "of"}


def running(cluster: Any) -> dict[str, Any] | None:
    """The update of the cluster itself that is under way, if any."""
    return next((one for one in _of(cluster, ("cluster", "")) if one["status"] == "InProgress"), None)


def fail(update: dict[str, Any], why: Failure) -> None:
    """Ends an update with the reason why it failed."""
    code, message, resources = why
    update["status"] = "Failed"
    update["errors"] = [{"errorCode": code, "errorMessage": message, "resourceIds": resources}]


def planned_failure(cluster: Any, update: dict[str, Any]) -> Failure | None:
    """The failure that somebody has asked for, if any; it is used up by that."""
    kind, name = update["of"]
    asked = FAILURES.take("update", cluster=cluster.name, part=kind, name=name or cluster.name)
    return (asked["code"], asked["reason"], [name or cluster.name]) if asked else None


def later(
    cluster: Any,
    update: dict[str, Any],
    takes: str,
    done: Callable[[bool], None],
    check: Callable[[], Failure | None] = lambda: None,
) -> None:
    """Ends an update when its time is over and tells whether it was successful; a check may speak against it."""
    asked = planned_failure(cluster, update)

    def finish() -> None:
        why = asked or check()
        if why:
            fail(update, why)
        else:
            update["status"] = "Successful"
        done(why is None)

    TIMELINE.after(takes, finish)


@answers("eks", "DescribeUpdate")
def _describe(question: Question) -> dict[str, Any]:
    return {"update": shown(_update(question))}


@answers("eks", "ListUpdates")
def _list(question: Question) -> dict[str, Any]:
    found = [one["id"] for one in _of(cluster_of(question), _asked(question))]
    return listing(found, "updateIds", question)


@answers("eks", "CancelUpdate")
def _cancel(question: Question) -> dict[str, Any]:
    """Only roll-backs of clusters in Auto Mode can be cancelled, and there are none here."""
    update = _update(question)
    raise invalid(f"Update {update['id']} of type {update['type']} can't be cancelled", clusterName=question.get("name"))


def _update(question: Question) -> dict[str, Any]:
    cluster, wanted = cluster_of(question), str(question.get("updateId"))
    found = [one for one in _of(cluster, _asked(question)) if one["id"] == wanted]
    if not found:
        raise missing(f"No update found for id: {wanted}", clusterName=cluster.name)
    return found[0]


def _asked(question: Question) -> tuple[str, str]:
    """Updates of node groups and add-ons are found only with the name of what they are about."""
    for kind, key in (("nodegroup", "nodegroupName"), ("addon", "addonName")):
        if question.get(key):
            return kind, str(question.get(key))
    return "cluster", ""


def _of(cluster: Any, of: tuple[str, str]) -> list[dict[str, Any]]:
    return [one for one in part_of(cluster, "updates").values() if one["of"] == of]
