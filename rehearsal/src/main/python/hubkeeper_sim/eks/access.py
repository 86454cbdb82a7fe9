"""Access entries: who may enter a cluster, as which user, in which groups, with which policies."""

import re
import uuid
from typing import Any

from moto.core.utils import utcnow

from ..answers import Question, answers, listing
from .shared import active_cluster_of, cluster_of, in_use, invalid, missing, part_of

_PRINCIPAL = re.compile(r"arn:aws[\w-]*:iam::\d{12}:(role|user)/.+|arn:aws[\w-]*:iam::\d{12}:root")
_ASSUMED = re.compile(r"arn:(aws[\w-]*):sts::(\d{12}):assumed-role/([^/]+)/.+")
_POLICY = "arn:aws:eks::aws:cluster-access-policy/"
_POLICIES = (
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSAdminPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSViewPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSSecretReaderPolicy",
)
_TYPES = ("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2")
CLUSTER_ADMIN = _POLICY + _POLICIES[0]


def principal_of(arn: str) -> str:
    """The role behind an assumed role; any other ARN as it is."""
    match = _ASSUMED.fullmatch(arn)
    return f"arn:{match.group(1)}:iam::{match.group(2)}:role/{match.group(3)}" if match else arn


def admit_creator(question: Question, cluster: Any) -> None:
    """Gives who creates a cluster the administrator's policy, as EKS does by default."""
    caller = question.world.callers.by_key(question.call.access_key)
    arn = principal_of(caller.arn) if caller else f"arn:aws:iam::{question.account}:root"
    entry = add(cluster, arn, None, [], "STANDARD", {})
    entry["policies"][CLUSTER_ADMIN] = _association(CLUSTER_ADMIN, {"type": "cluster", "namespaces": []})


def admit_nodes(cluster: Any, role: str) -> None:
    """Lets the machines of a managed node group join."""
    if role not in part_of(cluster, "access_entries"):
        add(cluster, role, None, ["system:nodes"], "EC2_LINUX", {})


def add(
    cluster: Any, arn: str, username: str | None, groups: list[str], kind: str, tags: dict[str, str]
) -> dict[str, Any]:
    """Puts an access entry into a cluster."""
    now = utcnow()
    name = arn.rpartition("/")[2]
    sort, account = ("role" if ":role/" in arn else "user"), arn.split(":")[4]
    base = cluster.arn.replace(":cluster/", ":access-entry/")
    entry: dict[str, Any] = {
        "clusterName": cluster.name,
        "principalArn": arn,
        "kubernetesGroups": groups,
        "accessEntryArn": f"{base}/{sort}/{account}/{name}/{uuid.uuid4()}",
        "createdAt": now,
        "modifiedAt": now,
        "tags": tags,
        "username": username or _default_username(arn, kind),
        "type": kind,
        "policies": {},
    }
    part_of(cluster, "access_entries")[arn] = entry
    return entry


def _default_username(arn: str, kind: str) -> str:
    if kind in ("EC2_LINUX", "EC2_WINDOWS", "EC2"):
        return "system:node:{{EC2PrivateDNSName}}"
    if ":role/" in arn:
        _, account, role = arn.split(":")[3:6]
        return f"arn:aws:sts::{account}:assumed-role/{role.rpartition('/')[2]}/{{{{SessionName}}}}"
    return arn


@answers("eks", "CreateAccessEntry")
def _create(question: Question) -> dict[str, Any]:
    cluster = _with_entries(question)
    arn, kind = str(question.get("principalArn")), str(question.get("type", "STANDARD"))
    groups, username = list(question.get("kubernetesGroups", [])), question.get("username")
    if not _PRINCIPAL.fullmatch(arn):
        raise invalid("The principalArn parameter format is not valid", clusterName=cluster.name)
    if kind not in _TYPES:
        raise invalid(f"Unsupported access entry type: {kind}", clusterName=cluster.name)
    _check_names(groups, username)
    if arn in part_of(cluster, "access_entries"):
        text = "The specified access entry resource is already in use on this cluster."
        raise in_use(text, clusterName=cluster.name)
    entry = add(cluster, arn, username, groups, kind, dict(question.get("tags", {})))
    return {"accessEntry": _shown(entry)}


def _check_names(groups: list[str], username: str | None) -> None:
    for name in [*groups, username or ""]:
        if name.startswith(("system:", "eks:", "aws:", "amazon:", "iam:")):
            raise invalid(f"The kubernetes group name {name} is invalid, it cannot start with system:, eks:, aws:")


@answers("eks", "DescribeAccessEntry")
def _describe(question: Question) -> dict[str, Any]:
    return {"accessEntry": _shown(_entry(question))}


@answers("eks", "ListAccessEntries")
def _list(question: Question) -> dict[str, Any]:
    policy = question.get("associatedPolicyArn")
    entries = part_of(_with_entries(question), "access_entries")
    found = [arn for arn, entry in entries.items() if not policy or policy in entry["policies"]]
    return listing(found, "accessEntries", question)


@answers("eks", "UpdateAccessEntry")
def _update(question: Question) -> dict[str, Any]:
    entry = _entry(question)
    groups = question.get("kubernetesGroups")
    _check_names(groups or [], question.get("username"))
    if groups is not None:
        entry["kubernetesGroups"] = list(groups)
    if question.get("username"):
        entry["username"] = question.get("username")
    entry["modifiedAt"] = utcnow()
    return {"accessEntry": _shown(entry)}


@answers("eks", "DeleteAccessEntry")
def _delete(question: Question) -> dict[str, Any]:
    entry = _entry(question)
    del part_of(cluster_of(question), "access_entries")[entry["principalArn"]]
    return {}


@answers("eks", "AssociateAccessPolicy")
def _associate(question: Question) -> dict[str, Any]:
    entry, policy = _entry(question), str(question.get("policyArn"))
    if policy.removeprefix(_POLICY) not in _POLICIES:
        raise invalid(f"The policyArn parameter format is not valid: {policy}")
    scope = {"namespaces": [], **question.get("accessScope", {})}
    if scope.get("type") not in ("cluster", "namespace"):
        raise invalid("The access scope must be cluster or namespace")
    association = entry["policies"][policy] = _association(policy, scope)
    return _about(entry) | {"associatedAccessPolicy": association}


@answers("eks", "DisassociateAccessPolicy")
def _disassociate(question: Question) -> dict[str, Any]:
    entry, policy = _entry(question), str(question.get("policyArn"))
    if entry["policies"].pop(policy, None) is None:
        raise missing(f"No associated access policy found for {policy}")
    return {}


@answers("eks", "ListAssociatedAccessPolicies")
def _list_associated(question: Question) -> dict[str, Any]:
    entry = _entry(question)
    return _about(entry) | listing(list(entry["policies"].values()), "associatedAccessPolicies", question)


@answers("eks", "ListAccessPolicies")
def _list_policies(question: Question) -> dict[str, Any]:
    return listing([{"name": name, "arn": _POLICY + name} for name in _POLICIES], "accessPolicies", question)


def groups_of(entry: dict[str, Any]) -> list[str]:
    """The groups of an entry in the token review; the administrator's policy counts as system:masters."""
    admin = entry["policies"].get(CLUSTER_ADMIN)
    masters = ["system:masters"] if admin and admin["accessScope"]["type"] == "cluster" else []
    return [*entry["kubernetesGroups"], *masters]


def _with_entries(question: Question) -> Any:
    cluster = active_cluster_of(question)
    if getattr(cluster, "access_config", {}).get("authenticationMode") == "CONFIG_MAP":
        text = "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this."
        raise invalid(text, clusterName=cluster.name)
    return cluster


def _entry(question: Question) -> dict[str, Any]:
    arn = str(question.get("principalArn"))
    entry: dict[str, Any] | None = part_of(_with_entries(question), "access_entries").get(arn)
    if entry is None:
        raise missing(f"The specified principalArn could not be found: {arn}")
    return entry


def _association(policy: str, scope: dict[str, Any]) -> dict[str, Any]:
    now = utcnow()
    return {"policyArn": policy, "accessScope": scope, "associatedAt": now, "modifiedAt": now}


def _about(entry: dict[str, Any]) -> dict[str, Any]:
    return {"clusterName": entry["clusterName"], "principalArn": entry["principalArn"]}


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "policies"}
