"""Clusters that take their time to come and to go, with the endpoint of a registered API server."""

import secrets
from typing import Any

from moto.ec2.models import ec2_backends

from ..answers import Question, Refusal, answers
from ..clock import TIMELINE
from . import access, insights, logs
from .shared import backend_of, cluster_of, in_use, invalid, missing, part_of, require_role
from .versions import DEFAULT_VERSION, VERSIONS

PLATFORM = "eks.9"
_MODES = ("API", "API_AND_CONFIG_MAP", "CONFIG_MAP")


@answers("eks", "CreateCluster")
def _create(question: Question) -> dict[str, Any]:
    name, version = str(question.get("name")), str(question.get("version", DEFAULT_VERSION))
    backend = backend_of(question)
    if name in backend.clusters:
        raise in_use(f"Cluster already exists with name: {name}", clusterName=name)
    if version not in VERSIONS:
        raise invalid(f"unsupported Kubernetes version: {version}", clusterName=name)
    mode, admin = _access_config(question)
    role = str(question.get("roleArn"))
    require_role(
        question, role, f"Role with arn: {role}, could not be assumed because it does not exist or the trusted entity"
    )
    config = dict(question.get("resourcesVpcConfig", {}))
    _check_subnets(question, config)
    network = {"serviceIpv4Cidr": "172.20.0.0/16", "ipFamily": "ipv4", **question.get("kubernetesNetworkConfig", {})}
    cluster = backend.create_cluster(
        name, role, _vpc_config(config), version, network, question.get("logging"), None, dict(question.get("tags", {}))
    )
    cluster.access_config = {"authenticationMode": mode}
    cluster.upgrade_policy = question.get("upgradePolicy") or {"supportType": "EXTENDED"}
    cluster.self_managed = bool(question.get("bootstrapSelfManagedAddons", True))
    cluster.deletion_protection = bool(question.get("deletionProtection", False))
    cluster.status = "CREATING"
    identity = secrets.token_hex(16).upper()
    cluster.identity = {"oidc": {"issuer": f"https://oidc.eks.{question.region}.amazonaws.com/id/{identity}"}}
    if admin:
        access.admit_creator(question, cluster)
    world = question.world

    def finish() -> None:
        if cluster.status == "CREATING":
            world.kubernetes.gone.discard(name)
            connect(cluster, world.kubernetes.access(name), question.region)
            insights.refresh(cluster)
            logs.write(question.account, question.region, cluster)

    TIMELINE.after("cluster-create", finish)
    return {"cluster": described(cluster)}


def _access_config(question: Question) -> tuple[str, bool]:
    given = question.get("accessConfig", {})
    mode = given.get("authenticationMode") or "CONFIG_MAP"
    if mode not in _MODES:
        raise invalid(f"Unsupported authentication mode: {mode}")
    admin = given.get("bootstrapClusterCreatorAdminPermissions")
    return mode, (True if admin is None else bool(admin)) and mode != "CONFIG_MAP"


def _check_subnets(question: Question, config: dict[str, Any]) -> None:
    wanted = config.get("subnetIds") or []
    known = {
        subnet.id: subnet.availability_zone
        for of_zone in ec2_backends[question.account][question.region].subnets.values()
        for subnet in of_zone.values()
    }
    for subnet in wanted:
        if subnet not in known:
            text = f"The subnet ID '{subnet}' does not exist (Service: AmazonEC2; Status Code: 400; "
            raise invalid(text + "Error Code: InvalidSubnetID.NotFound)")
    if wanted and len({known[subnet] for subnet in wanted}) < 2:
        raise invalid("Subnets specified must be in at least two different AZs")


def _vpc_config(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "endpointPublicAccess": True,
        "endpointPrivateAccess": False,
        "publicAccessCidrs": ["0.0.0.0/0"],
        "securityGroupIds": [],
        "subnetIds": [],
        **given,
    }


def connect(cluster: Any, server: dict[str, str] | None, region: str) -> None:
    """Lets a cluster be ACTIVE, with the endpoint of its API server or of what stands before it."""
    cluster.status = "ACTIVE"
    if server is None:
        cluster.endpoint = f"https://{secrets.token_hex(16).upper()}.gr7.{region}.eks.amazonaws.com"
        return
    cluster.endpoint = server.get("front") or server["endpoint"]
    if server.get("caData"):
        cluster.certificate_authority = {"data": server["caData"]}


@answers("eks", "DescribeCluster")
def _describe(question: Question) -> dict[str, Any]:
    return {"cluster": described(cluster_of(question))}


def described(cluster: Any) -> dict[str, Any]:
    """A cluster as DescribeCluster shows it; without endpoint while it is being created."""
    shown = {
        "name": cluster.name,
        "arn": cluster.arn,
        "createdAt": cluster.created_at,
        "version": cluster.version,
        "roleArn": cluster.role_arn,
        "resourcesVpcConfig": cluster.resources_vpc_config,
        "kubernetesNetworkConfig": cluster.kubernetes_network_config,
        "logging": cluster.logging,
        "status": cluster.status,
        "platformVersion": PLATFORM,
        "tags": cluster.tags,
        "health": {"issues": []},
        "accessConfig": getattr(cluster, "access_config", {"authenticationMode": "API_AND_CONFIG_MAP"}),
        "upgradePolicy": getattr(cluster, "upgrade_policy", {"supportType": "EXTENDED"}),
        "deletionProtection": getattr(cluster, "deletion_protection", False),
    }
    if cluster.encryption_config:
        shown["encryptionConfig"] = cluster.encryption_config
    if cluster.status not in ("CREATING", "FAILED"):
        shown["endpoint"] = cluster.endpoint
        shown["certificateAuthority"] = cluster.certificate_authority
        shown["identity"] = cluster.identity
    return shown


@answers("eks", "DeleteCluster")
def _delete(question: Question) -> dict[str, Any]:
    cluster = cluster_of(question)
    if getattr(cluster, "deletion_protection", False):
        text = f"Cluster {cluster.name} cannot be deleted because deletion protection is enabled"
        raise Refusal(400, "InvalidRequestException", text, clusterName=cluster.name)
    if cluster.fargate_profiles:
        text = "Cluster cannot be deleted because it currently has Fargate profiles attached"
        raise in_use(text, clusterName=cluster.name, fargateProfileName=",".join(cluster.fargate_profiles))
    if cluster.nodegroups:
        names = ",".join(cluster.nodegroups)
        raise in_use("Cluster has nodegroups attached", clusterName=cluster.name, nodegroupName=names)
    if cluster.status in ("CREATING", "DELETING", "UPDATING"):
        raise in_use(f"Cluster is in {cluster.status} status", clusterName=cluster.name)
    cluster.status = "DELETING"
    backend = backend_of(question)

    def gone() -> None:
        if backend.clusters.get(cluster.name) is cluster:
            backend.delete_cluster(cluster.name)
            question.world.kubernetes.gone.add(cluster.name)
            logs.last_words(question.account, question.region, cluster)

    TIMELINE.after("cluster-delete", gone)
    return {"cluster": described(cluster)}


@answers("eks", "TagResource")
def _tag(question: Question) -> dict[str, Any]:
    tags_at(question, str(question.get("resourceArn"))).update(question.get("tags", {}))
    return {}


@answers("eks", "UntagResource")
def _untag(question: Question) -> dict[str, Any]:
    tags = tags_at(question, str(question.get("resourceArn")))
    for key in question.get("tagKeys", []):
        tags.pop(key, None)
    return {}


@answers("eks", "ListTagsForResource")
def _list_tags(question: Question) -> dict[str, Any]:
    return {"tags": tags_at(question, str(question.get("resourceArn")))}


def tags_at(question: Question, arn: str) -> dict[str, str]:
    """The tags of a cluster, a node group or an add-on."""
    for cluster in backend_of(question).clusters.values():
        if cluster.arn == arn:
            tags: dict[str, str] = cluster.tags
            return tags
        for group in cluster.nodegroups.values():
            if group.arn == arn:
                of_group: dict[str, str] = group.tags
                return of_group
        for kind, key in (("addons", "addonArn"), ("access_entries", "accessEntryArn")):
            for part in part_of(cluster, kind).values():
                if part[key] == arn:
                    of_part: dict[str, str] = part.setdefault("tags", {})
                    return of_part
    raise missing(f"No resource found for ARN: {arn}")
