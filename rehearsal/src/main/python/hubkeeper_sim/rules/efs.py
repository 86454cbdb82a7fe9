"""EFS: mount targets make interfaces and take a while to go."""

from typing import Any

from moto.efs.exceptions import EFSError, MountTargetNotFound
from moto.efs.models import EFSBackend
from moto.efs.responses import EFSResponse

from ..clock import TIMELINE
from .managed import make_managed
from .registry import rule

_OWNER = "amazon-efs"


class AccessPointAlreadyExists(EFSError):
    """What a client token answers the second time."""

    code = 409

    def __init__(self, access_point_id: str) -> None:
        super().__init__("AccessPointAlreadyExists", f"Access point {access_point_id} already exists with this token.")


@rule(EFSResponse, "create_access_point", "access-point-token")
def _access_point_token(response: Any) -> None:
    token = response._get_param("ClientToken")
    for known in response.efs_backend.access_points.values():
        if token and known.client_token == token:
            raise AccessPointAlreadyExists(known.access_point_id)


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
        times = getattr(target, "deletion_times", 1)
        TIMELINE.after("mount-target", lambda: _stock_delete(self, mount_target_id), times)


EFSBackend.create_mount_target = _create
EFSBackend.delete_mount_target = _delete
