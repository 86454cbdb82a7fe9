"""What speaks for and against another version of a cluster: one verdict a question."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .shared import part_of
from .versions import addon_versions, compatible, minor

#: Kubelets and kube-proxies may be so many minor versions older than the API server.
_LAG = 3


@dataclass
class Verdict:
    """An answer with what it is based on."""

    name: str
    description: str
    status: str = "PASSING"
    reason: str = ""
    resources: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)


def of_upgrade(cluster: Any, version: str) -> Iterator[Verdict]:
    """What EKS says about an upgrade to a version."""
    if version == _next(cluster.version):
        yield _health(cluster)
    yield _deprecated(cluster, version)
    yield _lagging("Kubelet version skew", "nodes", _group_versions(cluster), version)
    yield _lagging("kube-proxy version skew", "kube-proxy", _proxy_versions(cluster), version)
    yield _addons(cluster, version, "WARNING")


def of_rollback(cluster: Any, version: str) -> Iterator[Verdict]:
    """What EKS says about going back to a version."""
    yield _newer("Kubelet version skew", _group_versions(cluster), version)
    yield _addons(cluster, version, "ERROR")


def _next(version: str) -> str:
    return f"1.{minor(version) + 1}"


def _health(cluster: Any) -> Verdict:
    verdict = Verdict("Cluster health issues", "Checks for health issues that stand in the way of an upgrade.")
    issues = getattr(cluster, "health_issues", [])
    if issues:
        verdict.status, verdict.reason = "ERROR", "; ".join(str(one["message"]) for one in issues)
    return verdict


def _deprecated(cluster: Any, version: str) -> Verdict:
    verdict = Verdict(
        f"Deprecated APIs removed in Kubernetes v{version}",
        "Checks for calls of the last 30 days to APIs that the version no longer serves.",
    )
    used = [one for one in getattr(cluster, "deprecated_calls", []) if one["stopServingVersion"] == version]
    if used:
        verdict.status, verdict.reason = "ERROR", "Deprecated API usage detected within last 30 days"
        verdict.resources = [
            {"kubernetesResourceUri": one["usage"], "insightStatus": {"status": "ERROR"}} for one in used
        ]
    verdict.summary = {"deprecationDetails": used}
    return verdict


def _group_versions(cluster: Any) -> dict[str, str]:
    return {str(group.arn): str(group.version) for group in cluster.nodegroups.values()}


def _proxy_versions(cluster: Any) -> dict[str, str]:
    proxy = part_of(cluster, "addons").get("kube-proxy")
    return {str(proxy["addonArn"]): ".".join(str(proxy["addonVersion"]).lstrip("v").split(".")[:2])} if proxy else {}


def _lagging(name: str, what: str, versions: dict[str, str], target: str) -> Verdict:
    verdict = Verdict(name, f"Checks that {what} are at most {_LAG} minor versions behind the control plane.")
    behind = {arn: minor(target) - minor(found) for arn, found in versions.items()}
    for limit, status in ((_LAG, "WARNING"), (_LAG + 1, "ERROR")):
        reached = [arn for arn, lag in behind.items() if lag >= limit]
        if reached:
            verdict.status, verdict.reason = status, f"{what} would be {limit} minor versions behind"
            verdict.resources = [{"arn": arn, "insightStatus": {"status": status}} for arn in reached]
    return verdict


def _newer(name: str, versions: dict[str, str], target: str) -> Verdict:
    verdict = Verdict(name, "Checks that no node would be newer than the control plane.")
    newer = [arn for arn, found in versions.items() if minor(found) > minor(target)]
    if newer:
        verdict.status, verdict.reason = "ERROR", f"Nodes are newer than {target}: roll them back first"
        verdict.resources = [{"arn": arn, "insightStatus": {"status": "ERROR"}} for arn in newer]
    return verdict


def _addons(cluster: Any, version: str, status: str) -> Verdict:
    verdict = Verdict(
        "EKS add-on version compatibility", "Checks that the installed add-ons suit the version of the control plane."
    )
    details = []
    for name, addon in part_of(cluster, "addons").items():
        if not compatible(name, addon["addonVersion"], version):
            verdict.status, verdict.reason = status, f"{name} {addon['addonVersion']} does not suit {version}"
            verdict.resources.append({"arn": addon["addonArn"], "insightStatus": {"status": status}})
            details.append({"name": name, "compatibleVersions": list(addon_versions(name, version))})
    verdict.summary = {"addonCompatibilityDetails": details}
    return verdict
