"""What the operations of EKS have in common."""

from typing import Any

from ..answers import Question, Refusal


def backend_of(question: Question) -> Any:
    """moto's EKS of the account and region."""
    from moto.eks.models import eks_backends

    return eks_backends[question.account][question.region]


def cluster_of(question: Question, name: str | None = None) -> Any:
    """The cluster that a call names; ResourceNotFoundException without one."""
    name = name or str(question.get("clusterName") or question.get("name"))
    cluster = backend_of(question).clusters.get(name)
    if cluster is None:
        raise missing(f"No cluster found for name: {name}.", clusterName=name)
    return cluster


def active_cluster_of(question: Question) -> Any:
    """The same, ready to be worked with; ResourceInUseException while it is not."""
    cluster = cluster_of(question)
    if cluster.status != "ACTIVE":
        raise in_use(f"Cluster '{cluster.name}' is not in ACTIVE status", clusterName=cluster.name)
    return cluster


def part_of(cluster: Any, kind: str) -> dict[str, Any]:
    """Things of a kind that belong to a cluster, by name."""
    parts: dict[str, Any] = vars(cluster).setdefault(kind, {})
    return parts


def missing(message: str, **fields: Any) -> Refusal:
    """There is no such thing."""
    return Refusal(404, "ResourceNotFoundException", message, **fields)


def in_use(message: str, **fields: Any) -> Refusal:
    """It exists already, or something else is being done to it."""
    return Refusal(409, "ResourceInUseException", message, **fields)


def invalid(message: str, **fields: Any) -> Refusal:
    """A parameter is wrong."""
    return Refusal(400, "InvalidParameterException", message, **fields)


def require_role(question: Question, arn: str, message: str) -> None:
    """Refuses a role that IAM does not have."""
    from moto.iam.models import iam_backends

    roles = iam_backends[question.account]["aws"].roles.values()
    if not any(role.arn == arn for role in roles):
        raise invalid(message)
