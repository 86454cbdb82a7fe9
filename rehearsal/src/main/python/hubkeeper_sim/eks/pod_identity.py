"""Pod Identity: which role the pods of a service account have."""

import secrets
from typing import Any

from moto.core.utils import utcnow

from ..answers import Question, answers, listing
from .shared import active_cluster_of, cluster_of, in_use, missing, part_of, require_role

_SUMMARY = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId")


@answers("eks", "CreatePodIdentityAssociation")
def _create(question: Question) -> dict[str, Any]:
    cluster = active_cluster_of(question)
    namespace, account = str(question.get("namespace")), str(question.get("serviceAccount"))
    for known in part_of(cluster, "pod_identities").values():
        if (known["namespace"], known["serviceAccount"]) == (namespace, account):
            text = f"Association already exists: {known['associationId']}"
            raise in_use(text, clusterName=cluster.name)
    role = str(question.get("roleArn"))
    require_role(question, role, f"Role provided in the request does not exist: {role}")
    return {"association": associate(cluster, namespace, account, role, dict(question.get("tags", {})))}


def associate(cluster: Any, namespace: str, account: str, role: str, tags: dict[str, str]) -> dict[str, Any]:
    """Adds an association to a cluster."""
    name = "a-" + secrets.token_hex(9)[:17]
    base = cluster.arn.replace(":cluster/", ":podidentityassociation/")
    association: dict[str, Any] = {
        "clusterName": cluster.name,
        "namespace": namespace,
        "serviceAccount": account,
        "roleArn": role,
        "associationArn": f"{base}/{name}",
        "associationId": name,
        "tags": tags,
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
        "disableSessionTags": False,
    }
    part_of(cluster, "pod_identities")[name] = association
    return association


@answers("eks", "DescribePodIdentityAssociation")
def _describe(question: Question) -> dict[str, Any]:
    return {"association": _association(question)}


@answers("eks", "ListPodIdentityAssociations")
def _list(question: Question) -> dict[str, Any]:
    wanted = {key: question.get(key) for key in ("namespace", "serviceAccount") if question.get(key)}
    found = [
        {key: one[key] for key in _SUMMARY}
        for one in part_of(cluster_of(question), "pod_identities").values()
        if all(one[key] == value for key, value in wanted.items())
    ]
    return listing(found, "associations", question)


@answers("eks", "UpdatePodIdentityAssociation")
def _update(question: Question) -> dict[str, Any]:
    association = _association(question)
    if question.get("roleArn"):
        association["roleArn"] = question.get("roleArn")
    association["modifiedAt"] = utcnow()
    return {"association": association}


@answers("eks", "DeletePodIdentityAssociation")
def _delete(question: Question) -> dict[str, Any]:
    association = _association(question)
    del part_of(cluster_of(question), "pod_identities")[association["associationId"]]
    return {"association": association}


def _association(question: Question) -> dict[str, Any]:
    name = str(question.get("associationId"))
    found: dict[str, Any] | None = part_of(cluster_of(question), "pod_identities").get(name)
    if found is None:
        raise missing(f"The specified association was not found: {name}")
    return found
