"""EFS: mount targets make interfaces and take a while to go."""

from typing import Any

from moto.efs.exceptions import MountTargetNotFound
from moto.efs.models import EFSBackend

from ..clock import TIMELINE
from .managed import make_managed

_OWNER = "amazon-efs"

_stock_create = EFSBackend.create_mount_target
_stock_delete = EFSBackend.delete_mount_target


def _create(self: Any, *args: Any, **kwargs: Any) -> Any:
    target = _stock_create(self, *args, **kwargs)
    label = f"EFS mount target for {target.file_system_id} ({target.mount_target_id})"
    make_managed(self.ec2_backend.enis[target.network_interface_id], _OWNER, label, "efs")
    return target


def _delete(self: Any, mount_target_id: str) -> None:
    target = self.mount_targets_by_id.get(mount_target_id)
    if target is None:
        raise MountTargetNotFound(mount_target_id)
    if target.life_cycle_state != "deleting":
        target.life_cycle_state = "deleting"
        TIMELINE.after("mount-target", lambda: _stock_delete(self, mount_target_id))


EFSBackend.create_mount_target = _create
EFSBackend.delete_mount_target = _delete
