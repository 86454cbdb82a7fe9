"""Kubernetes versions that EKS offers, and the versions of its add-ons for each of them."""

from typing import Any

from ..answers import Question, answers, listing

DEFAULT_VERSION = "1.35"

#: Version, end of standard support, end of extended support.
VERSIONS = {
    "1.31": ("2025-11-26", "2026-11-26"),
    "1.32": ("2026-03-23", "2027-03-23"),
    "1.33": ("2026-07-29", "2027-07-29"),
    "1.34": ("2026-12-02", "2027-12-02"),
    "1.35": ("2027-03-27", "2028-03-27"),
    "1.36": ("2027-07-30", "2028-07-30"),
}
_EXTENDED = ("1.31", "1.32", "1.33")

_KUBE_PROXY = {
    "1.31": "v1.31.14-eksbuild.2",
    "1.32": "v1.32.9-eksbuild.2",
    "1.33": "v1.33.5-eksbuild.2",
    "1.34": "v1.34.1-eksbuild.2",
    "1.35": "v1.35.0-eksbuild.2",
    "1.36": "v1.36.0-eksbuild.1",
}
_COREDNS = {
    "1.31": ("v1.11.4-eksbuild.24", "v1.11.3-eksbuild.1"),
    "1.32": ("v1.11.4-eksbuild.24", "v1.11.4-eksbuild.2"),
    "1.33": ("v1.12.4-eksbuild.1", "v1.12.1-eksbuild.2"),
    "1.34": ("v1.12.4-eksbuild.1", "v1.12.3-eksbuild.1"),
    "1.35": ("v1.13.1-eksbuild.1", "v1.12.4-eksbuild.1"),
    "1.36": ("v1.13.2-eksbuild.1", "v1.13.1-eksbuild.1"),
}
#: Versions of add-ons that suit every Kubernetes version here, the default first.
_SAME = {
    "vpc-cni": ("v1.20.4-eksbuild.1", "v1.21.1-eksbuild.1", "v1.19.6-eksbuild.7"),
    "aws-ebs-csi-driver": ("v1.53.0-eksbuild.1", "v1.54.0-eksbuild.1", "v1.48.0-eksbuild.2"),
    "aws-efs-csi-driver": ("v2.1.13-eksbuild.1",),
    "eks-pod-identity-agent": ("v1.3.10-eksbuild.1", "v1.3.8-eksbuild.2"),
    "metrics-server": ("v0.8.0-eksbuild.3",),
    "snapshot-controller": ("v8.3.0-eksbuild.1",),
}
_TYPES = {
    "vpc-cni": "networking",
    "coredns": "networking",
    "kube-proxy": "networking",
    "aws-ebs-csi-driver": "storage",
    "aws-efs-csi-driver": "storage",
    "snapshot-controller": "storage",
    "eks-pod-identity-agent": "security",
    "metrics-server": "observability",
}

#: Service accounts and policies of add-ons that call AWS.
POD_IDENTITIES = {
    "vpc-cni": ("aws-node", "AmazonEKS_CNI_Policy"),
    "aws-ebs-csi-driver": ("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
    "aws-efs-csi-driver": ("efs-csi-controller-sa", "service-role/AmazonEFSCSIDriverPolicy"),
}


def addon_names() -> list[str]:
    """All add-ons that are offered."""
    return sorted(_TYPES)


def addon_versions(name: str, kubernetes: str) -> tuple[str, ...]:
    """Versions of an add-on for a Kubernetes version, the default first; none if it does not suit."""
    if kubernetes not in VERSIONS:
        return ()
    if name == "kube-proxy":
        return _kube_proxies(kubernetes)
    return _COREDNS[kubernetes] if name == "coredns" else _SAME.get(name, ())


def _kube_proxies(kubernetes: str) -> tuple[str, ...]:
    """Those of the same minor version, then the newest of the one before, which may stay a while."""
    newest, first = _KUBE_PROXY[kubernetes], f"v{kubernetes}.0-eksbuild.1"
    before = _KUBE_PROXY.get(f"1.{minor(kubernetes) - 1}")
    return tuple(dict.fromkeys(one for one in (newest, first, before) if one))


def self_managed(name: str, kubernetes: str) -> str | None:
    """The version that a new cluster has without an add-on."""
    if name == "kube-proxy":
        return f"v{kubernetes}.0-eksbuild.1"
    offered = addon_versions(name, kubernetes)
    return offered[-1] if offered else None


def compatible(name: str, version: str, kubernetes: str) -> bool:
    """Whether an installed version of an add-on may stay with a Kubernetes version."""
    if name == "kube-proxy":
        return 0 <= minor(kubernetes) - int(version.split(".")[1]) <= 3
    return name not in _TYPES or version in addon_versions(name, kubernetes)


def minor(version: str) -> int:
    """The 34 of 1.34; -1 for what is no version."""
    parts = version.split(".")
    return int(parts[1]) if len(parts) == 2 and parts[0] == "1" and parts[1].isdigit() else -1


@answers("eks", "DescribeClusterVersions")
def _describe_versions(question: Question) -> dict[str, Any]:
    wanted = question.get("clusterVersions") or list(VERSIONS)
    if question.get("defaultOnly"):
        wanted = [DEFAULT_VERSION]
    found = [_cluster_version(version) for version in sorted(VERSIONS, reverse=True) if version in wanted]
    status = question.get("versionStatus") or question.get("status")
    found = [one for one in found if not status or status in (one["versionStatus"], one["status"])]
    return listing(found, "clusterVersions", question)


def _cluster_version(version: str) -> dict[str, Any]:
    standard, extended = VERSIONS[version]
    support = "EXTENDED_SUPPORT" if version in _EXTENDED else "STANDARD_SUPPORT"
    return {
        "clusterVersion": version,
        "clusterType": "eks",
        "defaultPlatformVersion": "eks.9",
        "defaultVersion": version == DEFAULT_VERSION,
        "status": support.lower().replace("_", "-"),
        "versionStatus": support,
        "kubernetesPatchVersion": _KUBE_PROXY[version].split("-")[0].removeprefix("v"),
        "endOfStandardSupportDate": _epoch(standard),
        "endOfExtendedSupportDate": _epoch(extended),
    }


def _epoch(day: str) -> float:
    from datetime import datetime, timezone

    return datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp()


@answers("eks", "DescribeAddonVersions")
def _describe_addon_versions(question: Question) -> dict[str, Any]:
    kubernetes = question.get("kubernetesVersion")
    name = question.get("addonName")
    names = [name] if name else addon_names()
    suiting = [kubernetes] if kubernetes else list(VERSIONS)
    found = [_addon(one, suiting) for one in names if one in _TYPES]
    return listing([addon for addon in found if addon["addonVersions"]], "addons", question)


def _addon(name: str, suiting: list[str]) -> dict[str, Any]:
    compatible: dict[str, list[dict[str, Any]]] = {}
    for kubernetes in suiting:
        for place, version in enumerate(addon_versions(name, kubernetes)):
            compatible.setdefault(version, []).append(
                {"clusterVersion": kubernetes, "platformVersions": ["*"], "defaultVersion": place == 0}
            )
    versions = [
        {
            "addonVersion": version,
            "architecture": ["amd64", "arm64"],
            "compatibilities": compatible[version],
            "requiresConfiguration": False,
            "requiresIamPermissions": name in POD_IDENTITIES,
            "computeTypes": ["ec2"],
        }
        for version in sorted(compatible, key=_order, reverse=True)
    ]
    return {
        "addonName": name,
        "type": _TYPES[name],
        "publisher": "eks",
        "owner": "aws",
        "addonVersions": versions,
        "marketplaceInformation": {},
    }


def _order(version: str) -> list[int]:
    return [int(part) for part in version.replace("v", "").replace("-eksbuild", "").split(".")]
