"""What exists, for assertions that must not go through the API under test."""

from typing import Any


def inventory() -> dict[str, Any]:
    """Volumes, snapshots, clusters and load balancers of all accounts and regions that have any."""
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
        {"account": account, "region": region, **_cluster(cluster)}
        for account, regions in list(eks_backends.items())
        for region, backend in list(regions.items())
        for cluster in backend.clusters.values()
    ]
    return {"volumes": volumes, "snapshots": snapshots, "clusters": clusters, "loadBalancers": _balancers()}


def _cluster(cluster: Any) -> dict[str, Any]:
    groups = [
        {"name": group.nodegroup_name, "status": group.status, "tags": group.tags}
        for group in cluster.nodegroups.values()
    ]
    addons = {name: addon["status"] for name, addon in getattr(cluster, "addons", {}).items()}
    shown = {"name": cluster.name, "status": cluster.status, "tags": cluster.tags}
    updates = [one["id"] for one in getattr(cluster, "updates", {}).values() if one["of"][0] == "cluster"]
    return {**shown, "nodeGroups": groups, "addons": addons, "updates": updates}


def _balancers() -> list[dict[str, Any]]:
    from moto.elb.models import elb_backends
    from moto.elbv2.models import elbv2_backends

    return [
        {"account": account, "region": region, "name": one.name, "host": one.dns_name}
        for backends in (elb_backends, elbv2_backends)
        for account, regions in list(backends.items())
        for region, backend in list(regions.items())
        for one in backend.load_balancers.values()
    ]


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
