"""What exists, for assertions that must not go through the API under test."""

from typing import Any


def inventory() -> dict[str, Any]:
    """Volumes and snapshots of all accounts and regions that have any, with clusters."""
    from moto.ec2.models import ec2_backends
    from moto.eks.models import eks_backends

    volumes: list[dict[str, Any]] = []
    snapshots: list[dict[str, Any]] = []
    for account, regions in list(ec2_backends.items()):
        for region, backend in list(regions.items()):
            where = {"account": account, "region": region}
            volumes += [{**where, **_volume(volume)} for volume in backend.volumes.values()]
            snapshots += [
                {**where, **_snapshot(snapshot)}
                for snapshot in backend.snapshots.values()
                if snapshot.owner_id == account
            ]
    clusters = [
        {"account": account, "region": region, "name": cluster.name, "status": cluster.status, "tags": cluster.tags}
        for account, regions in list(eks_backends.items())
        for region, backend in list(regions.items())
        for cluster in backend.clusters.values()
    ]
    return {"volumes": volumes, "snapshots": snapshots, "clusters": clusters}


def _volume(volume: Any) -> dict[str, Any]:
    return {
        "id": volume.id,
        "state": volume.status,
        "size": volume.size,
        "type": volume.volume_type,
        "createTime": volume.create_time.isoformat(),
        "instance": volume.attachment.instance.id if volume.attachment else None,
        "tags": dict(volume.ec2_backend.tags.get(volume.id) or {}),
    }


def _snapshot(snapshot: Any) -> dict[str, Any]:
    return {
        "id": snapshot.id,
        "state": snapshot.status,
        "volume": snapshot.volume.id,
        "description": snapshot.description,
        "startTime": snapshot.start_time.isoformat(),
        "tags": dict(snapshot.ec2_backend.tags.get(snapshot.id) or {}),
    }
