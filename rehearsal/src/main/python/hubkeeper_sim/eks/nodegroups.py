"""Managed node groups: an Auto Scaling group each, ACTIVE once their nodes are ready."""

from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ec2.models.instance_types import INSTANCE_TYPES

from ..answers import Question, answers, listing
from ..clock import TIMELINE
from ..failures import FAILURES
from ..quotas import QUOTAS
from . import access
from .scaling import scaling_group
from .shared import active_cluster_of, backend_of, cluster_of, in_use, invalid, missing, require_role
from .versions import minor

_EFFECTS = ("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE")
_AMI_TYPES = ("AL2_", "AL2023_", "BOTTLEROCKET_", "WINDOWS_", "CUSTOM")


@answers("eks", "CreateNodegroup")
def _create(question: Question) -> dict[str, Any]:
    cluster = active_cluster_of(question)
    name = str(question.get("nodegroupName"))
    if name in cluster.nodegroups:
        text = f"NodeGroup already exists with name {name} and cluster name {cluster.name}"
        raise in_use(text, clusterName=cluster.name, nodegroupName=name)
    _check(question)
    _check_template(question)
    given = question.get
    version = str(given("version") or cluster.version)
    sizes = {"minSize": 1, "maxSize": 2, "desiredSize": 1, **given("scalingConfig", {})}
    template = given("launchTemplate")
    group = backend_of(question).create_nodegroup(
        cluster.name,
        str(given("nodeRole")),
        name,
        list(given("subnets", [])),
        sizes,
        None if template else given("diskSize", 20),
        list(given("instanceTypes") or ["t3.medium"]),
        given("amiType") or _ami_type(question),
        given("remoteAccess"),
        dict(given("labels", {})),
        list(given("taints", [])),
        dict(given("tags", {})),
        None,
        dict(template) if template else None,
        given("capacityType"),
        version,
        given("releaseVersion") or release_of(version),
    )
    if getattr(cluster, "access_config", {}).get("authenticationMode") != "CONFIG_MAP":
        access.admit_nodes(cluster, str(given("nodeRole")))
    group.health = {"issues": []}
    group.update_config = given("updateConfig") or {"maxUnavailable": 1}
    _launch(question, cluster, group)
    return {"nodegroup": described(question, group)}


def release_of(version: str) -> str:
    """The newest machine image of a Kubernetes version."""
    return f"{version}.0-20261105"


def _ami_type(question: Question) -> str:
    given = question.get("launchTemplate")
    own = given and _template(question, given).get_version("$Default").data.get("ImageId")
    return "CUSTOM" if own else "AL2023_x86_64_STANDARD"


def _check(question: Question) -> None:
    name = str(question.get("nodegroupName"))
    check_sizes(question.get("scalingConfig", {}))
    version = question.get("version")
    if version and not 0 <= minor(cluster_of(question).version) - minor(version) <= 1:
        raise invalid(f"Requested Nodegroup version {version} does not suit the cluster's", nodegroupName=name)
    for kind in question.get("instanceTypes", []):
        if kind not in INSTANCE_TYPES:
            raise invalid(f"The following supplied instance types do not exist: [{kind}]", nodegroupName=name)
    if not str(question.get("amiType", "CUSTOM")).startswith(_AMI_TYPES):
        raise invalid(f"Unsupported AMI type: {question.get('amiType')}", nodegroupName=name)
    for taint in question.get("taints", []):
        if taint.get("effect") not in _EFFECTS:
            raise invalid(f"Unsupported taint effect: {taint.get('effect')}", nodegroupName=name)
    subnets = {
        subnet for of_zone in ec2_backends[question.account][question.region].subnets.values() for subnet in of_zone
    }
    unknown = [subnet for subnet in question.get("subnets", []) if subnet not in subnets]
    if unknown or not question.get("subnets"):
        raise invalid(f"The subnet ID '{(unknown or [''])[0]}' does not exist", nodegroupName=name)
    role = str(question.get("nodeRole"))
    require_role(question, role, f"The role with name {role.rpartition('/')[2]} cannot be found.")


def _check_template(question: Question) -> None:
    given = question.get("launchTemplate")
    if not given:
        return
    if question.get("diskSize"):
        raise invalid("Disk size must be specified within the launch template.")
    data = _template(question, given).get_version("$Default").data
    if data.get("InstanceType") and question.get("instanceTypes"):
        raise invalid("Instance type must be specified either in the launch template or in the request, not in both")
    if data.get("ImageId") and question.get("amiType", "CUSTOM") != "CUSTOM":
        raise invalid("You cannot specify an AMI Type when the launch template has an image id")


def _template(question: Question, given: dict[str, str]) -> Any:
    for template in ec2_backends[question.account][question.region].launch_templates.values():
        if template.id == given.get("id") or template.name == given.get("name"):
            return template
    raise invalid(f"Launch template {given.get('id') or given.get('name')} not found")


def check_sizes(sizes: dict[str, int]) -> None:
    """Refuses sizes that contradict each other."""
    low, high, wanted = sizes.get("minSize"), sizes.get("maxSize"), sizes.get("desiredSize")
    if low is not None and high is not None and low > high:
        raise invalid(f"Minimum capacity {low} can't be greater than maximum size {high}")
    if wanted is not None and low is not None and wanted < low:
        raise invalid(f"Minimum capacity {low} can't be greater than desired size {wanted}")
    if wanted is not None and high is not None and wanted > high:
        raise invalid(f"desired capacity {wanted} can't be greater than max size {high}")


def _launch(question: Question, cluster: Any, group: Any) -> None:
    account, region, name = question.account, question.region, group.nodegroup_name
    planned = FAILURES.take("nodegroup", name=name, cluster=cluster.name)
    fault = {"code": planned["code"], "message": planned["reason"]} if planned else None
    wanted = int(group.scaling_config["desiredSize"])
    if fault is None and QUOTAS.room_for(account, region, group.instance_types[0], group.capacity_type) < wanted:
        fault = {"code": "AsgInstanceLaunchFailures", "message": QUOTAS.vcpu_message()}
    group.status = "CREATING"
    group.asg = scaling_group(account, region, cluster, group, 0 if fault else wanted)
    group.resources = {"autoScalingGroups": [{"name": group.asg.name}]}

    def finish() -> None:
        if group.status != "CREATING":
            return
        if fault is not None:
            _fail(group, fault["code"], fault["message"])
        elif question.world.kubernetes.access(cluster.name) is None:
            group.status = "ACTIVE"
        else:
            group.launched = True
            TIMELINE.after("nodegroup-patience", lambda: _not_joined(group))

    TIMELINE.after("nodegroup", finish)


def _not_joined(group: Any) -> None:
    if group.status == "CREATING":
        _fail(group, "NodeCreationFailure", "Instances failed to join the kubernetes cluster")


def _fail(group: Any, code: str, message: str) -> None:
    group.status = "CREATE_FAILED"
    group.health = {"issues": [{"code": code, "message": message, "resourceIds": [group.asg.name]}]}


def nodes_ready(group: Any, ready: int) -> None:
    """Takes note of how many nodes of a group are ready."""
    if group.status == "CREATING" and getattr(group, "launched", False) and ready >= (group.asg.desired_capacity or 0):
        group.status = "ACTIVE"


@answers("eks", "DescribeNodegroup")
def _describe(question: Question) -> dict[str, Any]:
    return {"nodegroup": described(question, group_of(question))}


def group_of(question: Question) -> Any:
    """The node group that a call names."""
    cluster, name = cluster_of(question), str(question.get("nodegroupName"))
    group = cluster.nodegroups.get(name)
    if group is None:
        raise missing(f"No node group found for name: {name}.", clusterName=cluster.name, nodegroupName=name)
    return group


def described(question: Question, group: Any) -> dict[str, Any]:
    """A node group as DescribeNodegroup shows it; the desired size is its Auto Scaling group's."""
    asg = getattr(group, "asg", None)
    sizes = group.scaling_config
    if asg is not None and group.status in ("ACTIVE", "UPDATING", "DEGRADED"):
        sizes = {"minSize": asg.min_size, "maxSize": asg.max_size, "desiredSize": asg.desired_capacity}
    shown = {
        "nodegroupName": group.nodegroup_name,
        "nodegroupArn": group.arn,
        "clusterName": group.cluster_name,
        "version": group.version,
        "releaseVersion": group.release_version,
        "createdAt": group.created_at,
        "modifiedAt": group.modified_at,
        "status": group.status,
        "capacityType": group.capacity_type,
        "scalingConfig": sizes,
        "instanceTypes": group.instance_types,
        "subnets": group.subnets,
        "amiType": group.ami_type,
        "nodeRole": group.node_role,
        "labels": group.labels,
        "taints": group.taints,
        "resources": group.resources,
        "health": group.health,
        "updateConfig": group.update_config,
        "tags": group.tags,
    }
    if group.launch_template:
        shown["launchTemplate"] = group.launch_template
    else:
        shown["diskSize"] = int(group.disk_size)
    return shown


@answers("eks", "ListNodegroups")
def _list(question: Question) -> dict[str, Any]:
    return listing(sorted(cluster_of(question).nodegroups), "nodegroups", question)


@answers("eks", "DeleteNodegroup")
def _delete(question: Question) -> dict[str, Any]:
    cluster, group = cluster_of(question), group_of(question)
    if group.status in ("DELETING", "UPDATING"):
        raise in_use(f"Nodegroup is in {group.status} status", nodegroupName=group.nodegroup_name)
    group.status, group.modified_at = "DELETING", utcnow()
    asg = getattr(group, "asg", None)
    if asg is not None:
        asg.min_size = 0
        asg.set_desired_capacity(0)
    backend = backend_of(question)

    def gone() -> None:
        if cluster.nodegroups.get(group.nodegroup_name) is group:
            backend.delete_nodegroup(cluster.name, group.nodegroup_name)
            scaling = autoscaling_backends[question.account][question.region]
            if asg is not None and asg.name in scaling.autoscaling_groups:
                scaling.delete_auto_scaling_group(asg.name)
                ec2_backends[question.account][question.region].delete_launch_template(asg.name, None)

    TIMELINE.after("nodegroup-delete", gone)
    return {"nodegroup": described(question, group)}
