"""Auto Scaling groups: instances spread over the subnets, within the sizes and the account's quotas."""

from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup, InstanceState
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

from ..quotas import ADDRESSES, QUOTAS, VPCS

_stock_launch = FakeAutoScalingGroup.replace_autoscaling_group_instances
_stock_set = AutoScalingBackend.set_desired_capacity
_stock_update = AutoScalingBackend.update_auto_scaling_group
_stock_create_vpc = EC2Backend.create_vpc
_stock_allocate = EC2Backend.allocate_address


def _launch(self: Any, count_needed: int, propagated_tags: dict[str, str]) -> None:
    kind = getattr(self, "override_type", None)
    if kind is None:
        _stock_launch(self, count_needed, propagated_tags)
        return
    spot = getattr(self, "spot", False)
    room = QUOTAS.room_for(self.account_id, self.region, kind, "SPOT" if spot else "ON_DEMAND")
    tags = {**propagated_tags, "aws:autoscaling:groupName": self.name, **self.instance_tags}
    for _ in range(min(count_needed, max(0, room))):
        self.instance_states.append(InstanceState(_start(self, kind, spot, dict(tags))))


def _start(group: Any, kind: str, spot: bool, tags: dict[str, str]) -> Any:
    subnets = str(group.vpc_zone_identifier).split(",")
    placed = [state.instance.subnet_id for state in group.instance_states]
    subnet = min(subnets, key=lambda candidate: (placed.count(candidate), subnets.index(candidate)))
    reservation = group.ec2_backend.run_instances(
        group.image_id,
        1,
        group.user_data,
        [],
        instance_type=kind,
        is_instance_type_default=False,
        tags={"instance": tags},
        placement=group.ec2_backend.get_subnet(subnet).availability_zone,
        launch_template={"LaunchTemplateId": group.ec2_launch_template.id},
        subnet_id=subnet,
        block_device_mappings=_disks(group),
        region_name=group.region,
    )
    instance = reservation.instances[0]
    instance.autoscaling_group, instance.spot = group, spot
    instance.kubernetes_version = getattr(group, "kubernetes_version", None)
    instance.lifecycle = "spot" if spot else None
    return instance


def _disks(group: Any) -> list[dict[str, Any]]:
    """The template's disks; they go with their instance unless the template says otherwise."""
    given = group.ec2_launch_template.get_version("$Default").data.get("BlockDeviceMappings") or []
    return [{**one, "Ebs": {"DeleteOnTermination": True, **(one.get("Ebs") or {})}} for one in given]


def _set_desired(self: Any, group_name: str, desired_capacity: int | None) -> None:
    group = self.autoscaling_groups.get(group_name)
    if group is None:
        raise AutoscalingClientError("ValidationError", "AutoScalingGroup name not found - null")
    if desired_capacity is not None:
        _within(group, int(desired_capacity))
    _stock_set(self, group_name, desired_capacity)


def _within(group: Any, wanted: int) -> None:
    if group.max_size is not None and wanted > group.max_size:
        text = f"New SetDesiredCapacity value {wanted} is above max value {group.max_size} for the AutoScalingGroup."
        raise AutoscalingClientError("ValidationError", text)
    if group.min_size is not None and wanted < group.min_size:
        text = f"New SetDesiredCapacity value {wanted} is below min value {group.min_size} for the AutoScalingGroup."
        raise AutoscalingClientError("ValidationError", text)


def _update(self: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    group = self.autoscaling_groups.get(name)
    if group is None:
        raise AutoscalingClientError("ValidationError", f"AutoScalingGroup name not found - {name}")
    low, high = kwargs.get("min_size"), kwargs.get("max_size")
    low, high = group.min_size if low is None else low, group.max_size if high is None else high
    if low is not None and high is not None and int(low) > int(high):
        raise AutoscalingClientError("ValidationError", f"Max bound, {high}, must be greater than or equal to min")
    template, policy = group.ec2_launch_template, group.mixed_instances_policy
    updated = _stock_update(self, name, *args, **kwargs)
    if group.ec2_launch_template is None:
        group.ec2_launch_template = template
    if group.mixed_instances_policy is None:
        group.mixed_instances_policy = policy
    return updated


def _create_vpc(self: Any, *args: Any, **kwargs: Any) -> Any:
    if len(self.vpcs) >= QUOTAS.value(VPCS):
        raise EC2ClientError("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
    return _stock_create_vpc(self, *args, **kwargs)


def _allocate(self: Any, *args: Any, **kwargs: Any) -> Any:
    if len(self.addresses) >= QUOTAS.value(ADDRESSES):
        raise EC2ClientError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
    return _stock_allocate(self, *args, **kwargs)


FakeAutoScalingGroup.replace_autoscaling_group_instances = _launch
AutoScalingBackend.set_desired_capacity = _set_desired
AutoScalingBackend.update_auto_scaling_group = _update
EC2Backend.create_vpc = _create_vpc
EC2Backend.allocate_address = _allocate
