"""EBS snapshots: pending before completed, paging, filters, and images that hold on to them."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.amis import Ami
from moto.ec2.models.elastic_block_store import Snapshot
from moto.ec2.responses import EC2Response

from ..clock import TIMELINE
from .filters import select
from .paging import number, page
from .registry import refuse, rule
from .xml import described, snapshot_xml

_FILTERS = {
    "description": lambda snapshot: snapshot.description,
    "encrypted": lambda snapshot: bool(snapshot.encrypted),
    "owner-id": lambda snapshot: snapshot.owner_id,
    "progress": lambda snapshot: snapshot.progress,
    "snapshot-id": lambda snapshot: snapshot.id,
    "status": lambda snapshot: snapshot.status,
    "storage-tier": lambda snapshot: snapshot.storage_tier,
    "volume-id": lambda snapshot: snapshot.volume.id,
    "volume-size": lambda snapshot: snapshot.volume.size,
}


def _create_snapshot(self: Any) -> ActionResult:
    tags = self._parse_tag_specification().get("snapshot", {})
    snapshot = self.ec2_backend.create_snapshot(self._get_param("VolumeId"), self._get_param("Description") or "")
    number(snapshot)
    snapshot.add_tags(tags)
    snapshot.status = "pending"
    TIMELINE.after("snapshot", lambda: setattr(snapshot, "status", "completed"))
    return ActionResult(snapshot)


def _describe_snapshots(self: Any) -> str:
    wanted = self._get_param("SnapshotIds", [])
    maximum = self._get_param("MaxResults")
    if wanted and maximum is not None:
        refuse("InvalidParameterCombination", "The parameter snapshotSet cannot be used with the parameter maxResults")
    backend = self.ec2_backend
    filters = self._get_param("Filters", [])
    snapshots = [backend.get_snapshot(name) for name in wanted] if wanted else _candidates(backend, filters)
    owners = ["self" if owner == backend.account_id else owner for owner in self._get_param("OwnerIds", [])]
    if owners:
        snapshots = [s for s in snapshots if ("self" if s.owner_id == backend.account_id else s.owner_id) in owners]
    chosen = select(snapshots, filters, _FILTERS)
    shown, token = page(chosen, maximum, self._get_param("NextToken"), [filters, owners], 5, 1000)
    return described(self, "DescribeSnapshots", "snapshotSet", map(snapshot_xml, shown), token)


def _candidates(backend: Any, filters: list[dict[str, Any]]) -> list[Any]:
    """By volume where asked so: with thousands of snapshots a look at all of them takes too long."""
    volumes = next((given.get("Values", []) for given in filters if given.get("Name") == "volume-id"), [])
    if not volumes or any(char in str(value) for value in volumes for char in "*?\\"):
        return list(backend.snapshots.values())
    index: dict[str, list[Any]] = getattr(backend, "snapshots_by_volume", {})
    found = [snapshot for volume in dict.fromkeys(volumes) for snapshot in index.get(volume, [])]
    return [snapshot for snapshot in found if snapshot.id in backend.snapshots]


def _indexed(self: Any, ec2_backend: Any, *args: Any, **kwargs: Any) -> None:
    """However a snapshot comes to be, it is found by its volume."""
    _stock_init(self, ec2_backend, *args, **kwargs)
    if not hasattr(ec2_backend, "snapshots_by_volume"):
        ec2_backend.snapshots_by_volume = {}
    ec2_backend.snapshots_by_volume.setdefault(self.volume.id, []).append(self)


@rule(EC2Response, "create_volume", "snapshot-pending")
def _from_pending(response: Any) -> None:
    snapshot = response.ec2_backend.snapshots.get(response._get_param("SnapshotId"))
    if snapshot is not None and snapshot.status != "completed":
        refuse("IncorrectState", f"Snapshot {snapshot.id} is not completed.")


@rule(EC2Response, "delete_snapshot", "snapshot-of-image")
def _used_by_image(response: Any) -> None:
    snapshot_id = response._get_param("SnapshotId")
    for image in response.ec2_backend.amis.values():
        if any(snapshot_id == (mapping.get("Ebs") or {}).get("SnapshotId") for mapping in image.block_device_mappings):
            refuse("InvalidSnapshot.InUse", f"The snapshot {snapshot_id} is currently in use by {image.id}")


_stock_init = Snapshot.__init__
_stock_register = EC2Response.register_image
_stock_mappings = Ami.block_device_mappings.fget


def _register_image(self: Any) -> ActionResult:
    """moto forgets the mappings and makes a snapshot of its own."""
    result = _stock_register(self)
    mappings = self._get_param("BlockDeviceMappings", [])
    if mappings:
        image = self.ec2_backend.amis[result.result["ImageId"]]
        image.registered_mappings = [dict(mapping) for mapping in mappings]
        self.ec2_backend.snapshots.pop(image.ebs_snapshot.id, None)
    return result


def _mappings(self: Any) -> list[dict[str, Any]]:
    return getattr(self, "registered_mappings", None) or _stock_mappings(self)


def _progress(self: Any) -> str:
    return "100%" if self.status == "completed" else "0%"


Ami.block_device_mappings = property(_mappings)
Snapshot.__init__ = _indexed
Snapshot.progress = property(_progress)
EC2Response.register_image = _register_image
EC2Response.create_snapshot = _create_snapshot
EC2Response.describe_snapshots = _describe_snapshots
