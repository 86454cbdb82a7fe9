"""EBS volumes: paging, filters and refusals of the real API."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

from .filters import select
from .paging import number, page
from .registry import refuse, rule
from .xml import described, volume_xml

_FILTERS = {
    "attachment.device": lambda volume: volume.attachment and volume.attachment.device,
    "attachment.instance-id": lambda volume: volume.attachment and volume.attachment.instance.id,
    "attachment.status": lambda volume: volume.attachment and volume.attachment.status,
    "availability-zone": lambda volume: volume.availability_zone,
    "encrypted": lambda volume: bool(volume.encrypted),
    "size": lambda volume: volume.size,
    "snapshot-id": lambda volume: volume.snapshot_id,
    "status": lambda volume: volume.status,
    "volume-id": lambda volume: volume.id,
    "volume-type": lambda volume: volume.volume_type,
}


def _describe_volumes(self: Any) -> str:
    wanted = self._get_param("VolumeIds", [])
    filters = self._get_param("Filters", [])
    maximum = self._get_param("MaxResults")
    if wanted and maximum is not None:
        refuse("InvalidParameterCombination", "The parameter volumeSet cannot be used with the parameter maxResults")
    backend = self.ec2_backend
    volumes = [backend.get_volume(volume) for volume in wanted] if wanted else list(backend.volumes.values())
    chosen = select(volumes, filters, _FILTERS)
    shown, token = page(chosen, maximum, self._get_param("NextToken"), [filters], 5, 500)
    return described(self, "DescribeVolumes", "volumeSet", map(volume_xml, shown), token)


_stock_create = EC2Response.create_volume


def _create_volume(self: Any) -> ActionResult:
    result = _stock_create(self)
    number(result.result)
    return result


@rule(EC2Response, "attach_volume", "volume-attached-already")
def _attach(response: Any) -> None:
    backend = response.ec2_backend
    volume = backend.get_volume(response._get_param("VolumeId"))
    instance = backend.get_instance(response._get_param("InstanceId"))
    if volume.attachment:
        refuse("VolumeInUse", f"{volume.id} is already attached to an instance")
    if volume.availability_zone != instance.placement.availability_zone:
        refuse("InvalidVolume.ZoneMismatch", f"The volume '{volume.id}' is not in the same availability zone")


@rule(EC2Response, "detach_volume", "volume-not-attached")
def _detach(response: Any) -> None:
    volume = response.ec2_backend.get_volume(response._get_param("VolumeId"))
    if not volume.attachment:
        refuse("IncorrectState", f"Volume '{volume.id}' is in the 'available' state.")


def _detach_volume(self: Any) -> ActionResult:
    """AWS needs no instance id: a volume is attached to at most one."""
    volume = self.ec2_backend.volumes.get(self._get_param("VolumeId"))
    if volume is not None and volume.attachment and not self._get_param("InstanceId"):
        self.params["InstanceId"] = volume.attachment.instance.id
    return _guarded_detach(self)


_guarded_detach = EC2Response.detach_volume
EC2Response.detach_volume = _detach_volume
EC2Response.describe_volumes = _describe_volumes
EC2Response.create_volume = _create_volume
