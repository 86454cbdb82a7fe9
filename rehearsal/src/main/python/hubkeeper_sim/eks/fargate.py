"""Fargate profiles: one at a time is made or deleted, and a cluster with one is not deleted."""

from typing import Any

from ..answers import Question, answers, listing
from ..clock import TIMELINE
from .shared import active_cluster_of, backend_of, cluster_of, in_use, missing


@answers("eks", "CreateFargateProfile")
def _create(question: Question) -> dict[str, Any]:
    cluster = active_cluster_of(question)
    _refuse_while_busy(cluster)
    profile = backend_of(question).create_fargate_profile(
        str(question.get("fargateProfileName")),
        cluster.name,
        list(question.get("selectors", [])),
        str(question.get("podExecutionRoleArn")),
        subnets=list(question.get("subnets", [])),
        tags=dict(question.get("tags", {})),
    )
    profile.status = "CREATING"

    def finish() -> None:
        if profile.status == "CREATING":
            profile.status = "ACTIVE"

    TIMELINE.after("fargate-profile", finish)
    return {"fargateProfile": _described(profile)}


@answers("eks", "DescribeFargateProfile")
def _describe(question: Question) -> dict[str, Any]:
    return {"fargateProfile": _described(_profile(question))}


@answers("eks", "ListFargateProfiles")
def _list(question: Question) -> dict[str, Any]:
    return listing(sorted(cluster_of(question).fargate_profiles), "fargateProfileNames", question)


@answers("eks", "DeleteFargateProfile")
def _delete(question: Question) -> dict[str, Any]:
    cluster, profile = cluster_of(question), _profile(question)
    _refuse_while_busy(cluster)
    profile.status = "DELETING"
    TIMELINE.after("fargate-profile", lambda: cluster.fargate_profiles.pop(profile.fargate_profile_name, None))
    return {"fargateProfile": _described(profile)}


def _refuse_while_busy(cluster: Any) -> None:
    for other in cluster.fargate_profiles.values():
        if other.status in ("CREATING", "DELETING"):
            text = f"Cannot change Fargate profiles because cluster {cluster.name} currently has Fargate profile "
            name = str(other.fargate_profile_name)
            raise in_use(f"{text}{name} in status {other.status}", clusterName=cluster.name, fargateProfileName=name)


def _profile(question: Question) -> Any:
    cluster, name = cluster_of(question), str(question.get("fargateProfileName"))
    profile = cluster.fargate_profiles.get(name)
    if profile is None:
        text = f"No Fargate Profile found with name: {name}."
        raise missing(text, clusterName=cluster.name, fargateProfileName=name)
    return profile


def _described(profile: Any) -> dict[str, Any]:
    return {
        "fargateProfileName": profile.fargate_profile_name,
        "fargateProfileArn": profile.fargate_profile_arn,
        "clusterName": profile.cluster_name,
        "createdAt": profile.created_at,
        "podExecutionRoleArn": profile.pod_execution_role_arn,
        "subnets": profile.subnets,
        "selectors": profile.selectors,
        "status": profile.status,
        "tags": profile.tags,
    }
