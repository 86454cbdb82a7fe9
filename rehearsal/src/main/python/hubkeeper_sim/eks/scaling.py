"""The Auto Scaling group and the launch template that EKS makes for a node group."""

import copy
import uuid
from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.ec2.models import ec2_backends

AMI = "ami-12c6146b"


def scaling_group(account: str, region: str, cluster: Any, group: Any, desired: int) -> Any:
    """Makes both, and the instances."""
    name = f"eks-{group.nodegroup_name}-{uuid.uuid4()}"
    tags = {
        "eks:cluster-name": cluster.name,
        "eks:nodegroup-name": group.nodegroup_name,
        "k8s.io/cluster-autoscaler/enabled": "true",
        f"k8s.io/cluster-autoscaler/{cluster.name}": "owned",
        f"kubernetes.io/cluster/{cluster.name}": "owned",
    }
    ec2 = ec2_backends[account][region]
    data = _template_data(ec2, group)
    group.root_size = disk_size(data)
    template = ec2.create_launch_template(name, "", data, {})
    template.add_tags({"eks:cluster-name": cluster.name, "eks:nodegroup-name": group.nodegroup_name})
    shown = [{"Key": key, "Value": value, "PropagateAtLaunch": True, "ResourceId": name} for key, value in tags.items()]
    made = _make(autoscaling_backends[account][region], name, group, template.id, shown)
    made.override_type = group.instance_types[0]
    made.spot = group.capacity_type == "SPOT"
    made.kubernetes_version = group.version
    made.set_desired_capacity(desired)
    return made


def _template_data(ec2: Any, group: Any) -> dict[str, Any]:
    """What the group's own template says, with what it leaves to EKS."""
    given = group.launch_template or {}
    data: dict[str, Any] = {}
    for template in ec2.launch_templates.values() if given else []:
        if template.id == given.get("id") or template.name == given.get("name"):
            data = copy.deepcopy(dict(template.get_version("$Default").data))
    if not data.get("BlockDeviceMappings"):
        disk = {"VolumeSize": int(group.disk_size or 20), "VolumeType": "gp2", "DeleteOnTermination": True}
        data["BlockDeviceMappings"] = [{"DeviceName": "/dev/xvda", "Ebs": disk}]
    return {"ImageId": AMI, **data, "InstanceType": group.instance_types[0]}


def disk_size(data: dict[str, Any]) -> int:
    """GiB of the first disk."""
    disks = [one.get("Ebs") or {} for one in data.get("BlockDeviceMappings") or []]
    return int((disks[0] if disks else {}).get("VolumeSize") or 20)


def _make(backend: Any, name: str, group: Any, template: str, tags: list[dict[str, Any]]) -> Any:
    return backend.create_auto_scaling_group(
        name=name,
        availability_zones=None,
        desired_capacity=0,
        max_size=int(group.scaling_config["maxSize"]),
        min_size=int(group.scaling_config["minSize"]),
        launch_config_name=None,
        launch_template={"LaunchTemplateId": template},
        vpc_zone_identifier=",".join(group.subnets),
        default_cooldown=None,
        health_check_period=15,
        health_check_type="EC2",
        load_balancers=[],
        target_group_arns=[],
        placement_group=None,
        termination_policies=["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"],
        tags=tags,
        capacity_rebalance=True,
        new_instances_protected_from_scale_in=False,
        instance_id=None,
        mixed_instances_policy=None,
    )
